using System.Globalization;
using System.Text.RegularExpressions;

namespace Hotcell.Unit.Architecture;

/// <summary>A document that says "this cannot be done" names the test that tries it, and that test exists.</summary>
public sealed partial class ClaimTests
{
    private const int Cases = 47;

    private static string Documents => Path.Combine(DependencyTests.Root, "docs");

    [Fact]
    public void Claims_that_documents_name_exist()
    {
        var tests = Directory.GetFiles(Path.Combine(DependencyTests.Root, "test"), "*.cs", SearchOption.AllDirectories)
            .SelectMany(file => Test().Matches(File.ReadAllText(file)))
            .Select(match => match.Groups[1].Value)
            .ToHashSet();
        var missing = from document in Directory.GetFiles(Documents, "*.md", SearchOption.AllDirectories)
                          .Concat(Directory.GetFiles(DependencyTests.Root, "*.md"))
                      from Match claim in NamedClaim().Matches(File.ReadAllText(document))
                      where !tests.Contains(claim.Groups[1].Value)
                      select $"{Path.GetFileName(document)}: {claim.Groups[1].Value}";

        Assert.NotEmpty(tests);
        Assert.Empty(missing);
    }

    /// <summary>Each known attack has a row, and each row names a claim or says in words why there is none.</summary>
    [Fact]
    public void Every_known_attack_has_a_claim_or_a_reason()
    {
        var rows = File.ReadAllLines(Path.Combine(Documents, "attack-cases.md"))
            .Select(line => Row().Match(line))
            .Where(match => match.Success)
            .ToDictionary(match => int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture), match => match.Groups[2].Value);

        Assert.Equal(Enumerable.Range(1, Cases), rows.Keys.Order());
        Assert.All(rows, row => Assert.True(
            NamedClaim().IsMatch(row.Value) || row.Value.Contains("Not applicable: ", StringComparison.Ordinal), $"{row.Key}: {row.Value}"));
    }

    [GeneratedRegex(@"public (?:async )?(?:Task|void|ValueTask) ([A-Z]\w*_\w*)\(")]
    private static partial Regex Test();

    /// <summary>In backticks, with words joined by underscores.</summary>
    [GeneratedRegex("`([A-Z][a-z0-9]*(?:_[a-zA-Z0-9]+)+)`")]
    private static partial Regex NamedClaim();

    [GeneratedRegex(@"^\| (\d+) \|[^|]*\|(.*)\|$")]
    private static partial Regex Row();
}
