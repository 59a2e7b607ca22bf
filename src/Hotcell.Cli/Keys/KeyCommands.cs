using System.Globalization;
using Hotcell.Engine.Keys;
using Hotcell.Engine.Languages;

namespace Hotcell.Cli.Keys;

/// <summary>What <c>hotcell keys add</c>, <c>list</c> and <c>revoke</c> do.</summary>
internal static class KeyCommands
{
    private const string FileVariable = "HOTCELL_KEYS";
    private static readonly string[] s_titles = ["NAME", "ROLES", "RATE", "CONCURRENCY", "LANGUAGES", "LIMITS", "CREATED"];

    public static async Task<int> AddAsync(KeyWishes wishes, CancellationToken cancellation)
    {
        var secret = KeySecret.Create();
        var entry = wishes.ToEntry(secret, LanguageLoader.Load(EngineSession.LanguagesDirectory), TimeProvider.System.GetUtcNow());
        await ChangeAsync(
            entries => entries.All(other => other.Name != entry.Name) ? [.. entries, entry] : throw new CommandException($"there is a key named {entry.Name} already; revoke it first"),
            cancellation);
        Console.WriteLine(secret);
        await Console.Error.WriteLineAsync($"hotcell: this is the key of {entry.Name}; it is not shown again");
        return 0;
    }

    public static int List()
    {
        var entries = OpenFile().Read();
        if (entries.Count == 0)
        {
            Console.Error.WriteLine("hotcell: there are no keys; hotcell keys add NAME makes one");
            return 0;
        }

        TextTable.Print(s_titles, entries.Select(Row));
        return 0;
    }

    public static async Task<int> RevokeAsync(IReadOnlyList<string> names, CancellationToken cancellation)
    {
        await ChangeAsync(
            entries =>
            {
                string[] unknown = [.. names.Where(name => entries.All(entry => entry.Name != name))];
                return unknown.Length == 0
                    ? [.. entries.Where(entry => !names.Contains(entry.Name))]
                    : throw new CommandException($"there is no key named {string.Join(", ", unknown)}");
            },
            cancellation);
        await Console.Error.WriteLineAsync($"hotcell: revoked: {string.Join(", ", names)}");
        return 0;
    }

    private static KeyFile OpenFile() => Environment.GetEnvironmentVariable(FileVariable) is { Length: > 0 } path
        ? new KeyFile(path)
        : throw new CommandException($"{FileVariable} is not set: it names the file of keys; use ./hotcell keys, which sets it");

    private static Task ChangeAsync(Func<IReadOnlyList<KeyEntry>, IReadOnlyList<KeyEntry>> change, CancellationToken cancellation) =>
        OpenFile().ChangeAsync(change, TimeProvider.System, cancellation);

    private static string[] Row(KeyEntry entry) =>
    [
        entry.Name,
        string.Join(",", entry.Roles),
        entry.Rate is { } rate ? string.Create(CultureInfo.InvariantCulture, $"{rate.Requests}:{rate.Seconds}") : "-",
        entry.Concurrency?.ToString(CultureInfo.InvariantCulture) ?? "-",
        entry.Languages is { } languages ? string.Join(",", languages) : "all",
        entry.Limits is { } limits ? string.Join(",", limits.Select(limit => string.Create(CultureInfo.InvariantCulture, $"{limit.Key}={limit.Value}"))) : "-",
        entry.Created.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
    ];
}
