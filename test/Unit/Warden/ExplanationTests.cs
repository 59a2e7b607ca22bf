using Hotcell.Linux.Abi;
using Hotcell.Warden.Filters;
using Hotcell.Warden.Protections;

namespace Hotcell.Unit.Warden;

/// <summary><c>hotcell doctor --explain</c>.</summary>
public sealed class ExplanationTests
{
    private static readonly Dictionary<string, IReadOnlyList<(string Name, string Reason)>> s_told =
        Explanation.Sections().ToDictionary(section => section.Title, section => section.Lines);

    [Fact]
    public void Everything_that_is_told_has_a_reason() =>
        Assert.All(s_told.Values.SelectMany(lines => lines), line => Assert.True(line.Reason.Length > 5 && line.Name.Length > 0, line.ToString()));

    /// <summary>The code of cells has nothing but the lists: a mount, cover or limit beside them would be one that nobody is told of.</summary>
    [Fact]
    public void Cells_mount_cover_and_limit_only_what_is_told()
    {
        var folder = Path.Combine(Kit.Machine.Repository, "src", "Hotcell.Warden", "Cells");
        var code = string.Concat(Directory.GetFiles(folder, "*.cs").Select(File.ReadAllText));

        // New file systems, binds and limits: one place each, which goes through a list.
        Assert.Equal((1, 1, 1, 1), (Count("Sys.FsOpen("), Count("Sys.FsMount("), Count("Sys.MountFs("), Count("Sys.SetRlimit(")));

        int Count(string call) => code.Split(call).Length - 1;
    }

    [Theory]
    [InlineData("Namespaces", 7)]
    [InlineData("Mounts", 13)]
    [InlineData("Covered in /proc", 18)]
    [InlineData("Limits of each process", 10)]
    public void All_of_it_is_told(string title, int least) => Assert.True(s_told[title].Count >= least, $"{s_told[title].Count} of {title}");

    [Fact]
    public void Every_rule_of_the_filter_is_told_by_the_name_of_its_call()
    {
        var rules = s_told["System calls refused to a program"];

        Assert.All(ProgramFilter.Rules, rule => Assert.Contains(rules, line => line.Name.StartsWith(SyscallNumber.NameOf(rule.Syscall) + " ", StringComparison.Ordinal) && line.Reason == rule.Reason));
    }
}
