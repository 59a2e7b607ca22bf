using System.Text.RegularExpressions;

namespace Hotcell.Unit.Architecture;

/// <summary>A leak is found by the test class that made it, so every class must look.</summary>
public sealed partial class LeakTests
{
    [Fact]
    public void Every_class_that_shares_a_running_Hotcell_looks_for_what_it_leaves()
    {
        var tests = Path.Combine(DependencyTests.Root, "test");
        var sources = Directory.GetFiles(tests, "*.cs", SearchOption.AllDirectories).Select(File.ReadAllText).ToList();
        var bases = sources.SelectMany(source => ClassWithBase().Matches(source)).ToLookup(match => match.Groups[2].Value, match => match.Groups[1].Value);
        var fixtures = bases["ISharedHotcell"].ToList();
        var shared = fixtures.Concat(fixtures.SelectMany(fixture => bases[fixture])).ToList();
        Assert.NotEmpty(shared);

        var users = sources.SelectMany(source => FixtureUser().Matches(source)).Where(match => shared.Contains(match.Groups[2].Value)).ToList();
        Assert.NotEmpty(users);
        Assert.Empty(users.Where(user => !user.Value.Contains($"IClassFixture<LeavesNothing<{user.Groups[2].Value}>>", StringComparison.Ordinal)).Select(user => user.Groups[1].Value));
    }

    [GeneratedRegex(@"class (\w+)(?:\([^)]*\))? : (\w+)")]
    private static partial Regex ClassWithBase();

    [GeneratedRegex(@"^public sealed (?:partial )?class (\w+)\((\w+) \w+\).*$", RegexOptions.Multiline)]
    private static partial Regex FixtureUser();
}
