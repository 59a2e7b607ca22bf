using System.Text;

namespace Hotcell.Protocol;

/// <summary>Protections by the names that options, results and the doctor use: <c>user_namespace</c>, <c>memory_cgroup</c> …</summary>
public static class IsolationNames
{
    /// <summary>What a cell has where nothing is missing.</summary>
    public static Isolation All { get; } = Enum.GetValues<Isolation>().Aggregate((all, one) => all | one);

    /// <summary>Those of <paramref name="isolation"/>, in the order of their numbers.</summary>
    public static IReadOnlyList<string> Of(Isolation isolation) =>
        [.. Enum.GetValues<Isolation>().Where(one => one != Isolation.None && isolation.HasFlag(one)).Select(SnakeCase)];

    /// <summary>What is missing of <see cref="All"/>.</summary>
    public static IReadOnlyList<string> Missing(Isolation isolation) => Of(All & ~isolation);

    /// <summary>The protection of that name; null when there is none.</summary>
    public static Isolation? Parse(string name) =>
        Enum.GetValues<Isolation>().Where(one => one != Isolation.None && SnakeCase(one) == name).Cast<Isolation?>().FirstOrDefault();

    private static string SnakeCase(Isolation one)
    {
        var name = new StringBuilder();
        foreach (var letter in one.ToString())
        {
            name.Append(char.IsAsciiLetterUpper(letter) && name.Length > 0 ? "_" : "").Append(char.ToLowerInvariant(letter));
        }

        return name.ToString();
    }
}
