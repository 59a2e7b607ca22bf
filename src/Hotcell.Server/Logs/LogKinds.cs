namespace Hotcell.Server.Logs;

/// <summary>The logs there are, each with files of its own. Which one an entry belongs to is said by the type that wrote it.</summary>
internal static class LogKinds
{
    public const string Request = "request";
    public const string Execution = "execution";
    public const string Security = "security";

    /// <summary>Everything that is none of the others.</summary>
    public const string Server = "server";

    public static IReadOnlyList<string> All { get; } = [Request, Execution, Security, Server];

    private static readonly Dictionary<string, string> s_byCategory = new()
    {
        [typeof(RequestLog).FullName!] = Request,
        [typeof(ExecutionLog).FullName!] = Execution,
        [typeof(SecurityLog).FullName!] = Security,
    };

    /// <param name="category">As <see cref="ILogger{TCategoryName}"/> names it.</param>
    public static string Of(string category) => s_byCategory.GetValueOrDefault(category, Server);
}
