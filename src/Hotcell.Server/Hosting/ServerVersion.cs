namespace Hotcell.Server.Hosting;

/// <summary>Hotcell's version, for people.</summary>
internal static class ServerVersion
{
    public static string Text { get; } = typeof(ServerVersion).Assembly.GetName().Version?.ToString(3) ?? "";
}
