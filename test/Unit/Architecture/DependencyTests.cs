using System.Text.RegularExpressions;

namespace Hotcell.Unit.Architecture;

/// <summary>The shape of the tree, read from its files: dependencies point one way, and unsafe code stays where it is needed.</summary>
public sealed partial class DependencyTests
{
    private const int LongestFile = 400;

    internal static readonly string Root = FindRoot();

    /// <summary>Who may refer to whom. A project that is not here may not exist under src.</summary>
    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["Hotcell.Linux"] = [],
        ["Hotcell.Protocol"] = [],
        ["Hotcell.Warden"] = ["Hotcell.Linux", "Hotcell.Protocol"],
        ["Hotcell.Engine"] = ["Hotcell.Linux", "Hotcell.Protocol"],
        ["Hotcell.Server"] = ["Hotcell.Engine", "Hotcell.Protocol", "Hotcell.V1"], // the last: messages of proto/
        ["Hotcell.Cli"] = ["Hotcell.Engine", "Hotcell.Linux", "Hotcell.Protocol"],
        ["Hotcell.Client"] = [], // for programs of other people
    };

    private static readonly string[] MayBeUnsafe = ["Hotcell.Linux", "Hotcell.Warden"];

    public static TheoryData<string> Projects => [.. Directory.GetDirectories(Path.Combine(Root, "src")).Select(folder => Path.GetFileName(folder))];

    [Theory]
    [MemberData(nameof(Projects))]
    public void Refers_only_to_what_lies_below_it(string project)
    {
        Assert.Contains(project, Allowed.Keys);
        var references = ProjectReference().Matches(ReadProject(project)).Select(match => match.Groups[1].Value);
        Assert.Empty(references.Except(Allowed[project]));
    }

    [Theory]
    [MemberData(nameof(Projects))]
    public void Uses_only_names_of_what_lies_below_it(string project)
    {
        var wrong = from file in Sources(project)
                    from Match use in HotcellUsing().Matches(File.ReadAllText(file))
                    let used = string.Join('.', use.Groups[1].Value.Split('.').Take(2))
                    where used != project && !Allowed[project].Contains(used)
                    select $"{Path.GetRelativePath(Root, file)}: {used}";
        Assert.Empty(wrong);
    }

    [Theory]
    [MemberData(nameof(Projects))]
    public void Is_unsafe_only_where_it_may_be(string project)
    {
        var allows = ReadProject(project).Contains("<AllowUnsafeBlocks>true", StringComparison.Ordinal);
        Assert.Equal(MayBeUnsafe.Contains(project), allows);
    }

    [Fact]
    public void No_dialect_knows_another()
    {
        var api = Path.Combine(Root, "src", "Hotcell.Server", "Api");
        string[] shared = ["Problems", "Json"];
        var dialects = Directory.GetDirectories(api).Select(folder => Path.GetFileName(folder)).Except(shared).ToArray();
        Assert.NotEmpty(dialects);
        var wrong = from dialect in dialects
                    from file in Directory.GetFiles(Path.Combine(api, dialect), "*.cs", SearchOption.AllDirectories)
                    from other in dialects
                    where other != dialect && File.ReadAllText(file).Contains($"Hotcell.Server.Api.{other}", StringComparison.Ordinal)
                    select $"{dialect} → {other} in {Path.GetFileName(file)}";
        Assert.Empty(wrong);
    }

    [Fact]
    public void The_engine_does_not_see_the_web() =>
        Assert.DoesNotContain(Sources("Hotcell.Engine"), file => File.ReadAllText(file).Contains("Microsoft.AspNetCore", StringComparison.Ordinal));

    [Fact]
    public void Namespaces_follow_folders()
    {
        var wrong = from project in Allowed.Keys
                    from file in Sources(project)
                    let folder = Path.GetDirectoryName(Path.GetRelativePath(Path.Combine(Root, "src"), file))!
                    let expected = folder.Replace('/', '.')
                    let declared = FileNamespace().Match(File.ReadAllText(file))
                    where declared.Success && declared.Groups[1].Value != expected && !file.Contains("/Sys/", StringComparison.Ordinal)
                    select $"{Path.GetRelativePath(Root, file)}: {declared.Groups[1].Value}";
        Assert.Empty(wrong);
    }

    [Fact]
    public void Files_stay_readable()
    {
        var tooLong = from project in Allowed.Keys
                      from file in Sources(project)
                      where !file.EndsWith("SyscallNumber.cs", StringComparison.Ordinal)
                      let lines = File.ReadLines(file).Count()
                      where lines > LongestFile
                      select $"{Path.GetRelativePath(Root, file)}: {lines} lines";
        Assert.Empty(tooLong);
    }

    [Fact]
    public void Paths_that_documents_name_exist()
    {
        var documents = Directory.GetFiles(Path.Combine(Root, "docs"), "*.md", SearchOption.AllDirectories)
            .Concat(Directory.GetFiles(Root, "*.md"));
        var missing = from document in documents
                      from Match path in NamedPath().Matches(File.ReadAllText(document))
                      let name = path.Groups[1].Value.TrimEnd('/')
                      where !Path.Exists(Path.Combine(Root, name))
                      select $"{Path.GetFileName(document)}: {name}";
        Assert.Empty(missing);
    }

    private static IEnumerable<string> Sources(string project) =>
        Directory.GetFiles(Path.Combine(Root, "src", project), "*.cs", SearchOption.AllDirectories)
            .Where(file => !file.Contains("/obj/", StringComparison.Ordinal) && !file.Contains("/bin/", StringComparison.Ordinal));

    private static string ReadProject(string project) => File.ReadAllText(Path.Combine(Root, "src", project, project + ".csproj"));

    private static string FindRoot([System.Runtime.CompilerServices.CallerFilePath] string file = "")
    {
        var folder = new DirectoryInfo(Path.GetDirectoryName(file)!);
        while (!File.Exists(Path.Combine(folder.FullName, "Hotcell.slnx")))
        {
            folder = folder.Parent!;
        }

        return folder.FullName;
    }

    [GeneratedRegex("""<ProjectReference Include="[^"]*/([\w.]+)\.csproj""")]
    private static partial Regex ProjectReference();

    [GeneratedRegex(@"^using (?:static )?(Hotcell\.[\w.]+);", RegexOptions.Multiline)]
    private static partial Regex HotcellUsing();

    [GeneratedRegex(@"^namespace ([\w.]+);", RegexOptions.Multiline)]
    private static partial Regex FileNamespace();

    [GeneratedRegex(@"`((?:src|test|docs|bench|languages|deploy)/[\w./-]+)`")]
    private static partial Regex NamedPath();
}
