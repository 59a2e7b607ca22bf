using Hotcell.Engine.Executions;
using Hotcell.Engine.Keys;

namespace Hotcell.Unit.Engine.Keys;

public sealed class KeyFileTests : IDisposable
{
    private readonly TempFolder _folder = new();

    private string FilePath => _folder.In("keys.json");

    private KeyFile File => new(FilePath);

    public void Dispose() => _folder.Dispose();

    /// <summary>A file with a key of each name; the secrets are the names.</summary>
    internal static void Write(string path, params string[] names)
    {
        System.IO.File.WriteAllText(path, $$"""{"keys": [{{string.Join(',', names.Select(name => $$"""{"name": "{{name}}", "sha256": "{{Convert.ToHexString(KeySecret.HashOf(name))}}", "roles": ["user"]}"""))}}]}""");
        System.IO.File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    private static KeyEntry Entry(string name) => new() { Name = name, Sha256 = Convert.ToHexString(KeySecret.HashOf(name)), Roles = ["user"] };

    private Task AddAsync(KeyEntry entry) => File.ChangeAsync(entries => [.. entries, entry], TimeProvider.System, CancellationToken.None);

    [Fact]
    public void Without_a_file_there_are_no_keys() => Assert.Empty(File.Read());

    [Fact]
    public async Task What_is_written_is_read()
    {
        var entry = Entry("all") with
        {
            Roles = ["user", "operator"],
            Rate = new KeyRate(10, 1.5),
            Concurrency = 3,
            Languages = ["c", "python"],
            Limits = new Dictionary<string, double> { ["memory_mb"] = 64 },
            Created = new DateTimeOffset(2026, 11, 22, 0, 0, 0, TimeSpan.Zero),
        };
        await AddAsync(Entry("few"));
        await AddAsync(entry);

        var keys = File.ReadKeys();
        Assert.Equal(["few", "all"], keys.Select(key => key.Name));
        var (few, all) = (keys[0], keys[1]);
        Assert.Equal((null, null, null, new RequestedLimits()), (few.Rate, few.Caller.Concurrency, few.Caller.Languages, few.Caller.Maxima));
        Assert.Equal([KeyRole.User], few.Roles);
        Assert.Equal([KeyRole.User, KeyRole.Operator], all.Roles.Order());
        Assert.Equal(new RequestRate(10, TimeSpan.FromSeconds(1.5)), all.Rate);
        Assert.Equal((3, 64), (all.Caller.Concurrency, all.Caller.Maxima.Memory!.Value.Mebibytes));
        Assert.Equal(["c", "python"], all.Caller.Languages!.Order(StringComparer.Ordinal));
        Assert.Equal(entry.Created, all.Created);
        Assert.NotEqual(few.Caller.Id, all.Caller.Id);
    }

    [Fact]
    public async Task The_file_is_its_owners_alone_and_nothing_else_is_left()
    {
        await AddAsync(Entry("one"));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, System.IO.File.GetUnixFileMode(FilePath));
        Assert.Equal(["keys.json", "keys.json.lock"], Directory.GetFiles(_folder.Root).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_change_is_seen_by_the_stamp_and_replaces_the_file()
    {
        await AddAsync(Entry("one"));
        var (before, stamp) = (new FileStream(FilePath, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete), File.Stamp());
        using (before)
        {
            await File.ChangeAsync(_ => [Entry("another")], TimeProvider.System, CancellationToken.None);
            Assert.NotEqual(stamp, File.Stamp());
            Assert.Contains("\"one\"", new StreamReader(before).ReadToEnd());
        }
    }

    [Fact]
    public async Task Changes_at_the_same_time_are_all_kept()
    {
        await Task.WhenAll(Enumerable.Range(0, 20).Select(i => AddAsync(Entry($"k{i}"))));
        Assert.Equal(20, File.Read().Count);
    }

    [Fact]
    public async Task A_change_that_fails_changes_nothing()
    {
        await AddAsync(Entry("one"));
        await Assert.ThrowsAsync<KeyFileException>(() => AddAsync(Entry("one")));
        Assert.Equal("one", Assert.Single(File.Read()).Name);
        Assert.DoesNotContain(Directory.GetFiles(_folder.Root), file => file.EndsWith(".tmp", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(0b110_100_000)]
    [InlineData(0b110_000_100)]
    [InlineData(0b110_010_000)]
    [InlineData(0b110_000_010)]
    public void A_file_that_others_have_rights_on_is_refused(int mode)
    {
        Write(FilePath, "one");
        System.IO.File.SetUnixFileMode(FilePath, (UnixFileMode)mode);
        Assert.Contains("chmod 600", Assert.Throws<KeyFileException>(() => File.Read()).Message);
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("""{"keys": null}""")]
    [InlineData("""{"keys": [null]}""")]
    [InlineData("""{"keys": [{}]}""")]
    [InlineData("""{"keys": [], "more": 1}""")]
    [InlineData("""{"keys": [{"name": null, "sha256": "", "roles": []}]}""")]
    public void What_is_no_file_of_keys_is_refused(string text)
    {
        Write(FilePath);
        System.IO.File.WriteAllText(FilePath, text);
        Assert.StartsWith(FilePath, Assert.Throws<KeyFileException>(() => File.Read()).Message);
    }

    [Fact]
    public void Every_wrong_field_of_a_key_is_named()
    {
        var entry = new KeyEntry
        {
            Name = "two words",
            Sha256 = "abc",
            Roles = ["king"],
            Rate = new KeyRate(0, 60),
            Concurrency = 0,
            Limits = new Dictionary<string, double> { ["memory_mb"] = -1, ["wealth"] = 5, ["cpus"] = double.NaN, ["processes"] = 1.5 },
        };
        Assert.Equal(
            ["name", "sha256", "roles", "rate", "concurrency", "limits.memory_mb", "limits.wealth", "limits.cpus", "limits.processes"],
            entry.Errors().Select(error => error.Split(": ")[0]));
        Assert.Contains("roles: must be of user, operator", entry.Errors());
    }

    [Fact]
    public void A_secret_opens_its_own_key_alone()
    {
        Write(FilePath, "one", "two");
        var keys = File.ReadKeys();
        Assert.Equal("two", KeySecret.Match(keys, "two")?.Name);
        Assert.Null(KeySecret.Match(keys, "Two"));
        Assert.Null(KeySecret.Match(keys, ""));
        Assert.Null(KeySecret.Match(keys, Convert.ToHexString(KeySecret.HashOf("two"))));
        Assert.Null(KeySecret.Match([], "two"));
    }

    [Fact]
    public void Secrets_are_long_random_and_no_file_has_them()
    {
        var secrets = Enumerable.Range(0, 100).Select(_ => KeySecret.Create()).ToList();
        Assert.Equal(100, secrets.Distinct().Count());
        Assert.All(secrets, secret => Assert.Matches("^hotcell_[A-Za-z0-9_-]{43}$", secret));
    }
}
