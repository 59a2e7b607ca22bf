using System.Text.RegularExpressions;
using Hotcell.Engine.Executions;

namespace Hotcell.Engine.Languages;

/// <summary>A language as its folder describes it, validated. Immutable; a reload swaps the whole catalogue.</summary>
public sealed record Language
{
    /// <summary>Name of its folder: <c>python</c>.</summary>
    public required string Id { get; init; }

    /// <summary>For people: <c>Python</c>.</summary>
    public required string Name { get; init; }

    public IReadOnlyList<string> Aliases { get; init; } = [];

    /// <summary>
    /// Name that the first file takes when the request gives none: <c>main.py</c>. A template over <see cref="Variables"/>: <c>{class}.java</c>.
    /// </summary>
    public required string SourceFile { get; init; }

    /// <summary>Endings of the files that <c>{sources}</c> means, with their dot: <c>.java</c>.</summary>
    public required IReadOnlyList<string> SourceExtensions { get; init; }

    /// <summary>Texts that are taken from the first file, for templates.</summary>
    public IReadOnlyDictionary<string, LanguageVariable> Variables { get; init; } = new Dictionary<string, LanguageVariable>();

    /// <summary>Null for languages that run their source.</summary>
    public LanguageStage? Compile { get; init; }

    public required LanguageStage Run { get; init; }

    /// <summary>
    /// What an image must have for the language to be available there: executables, by names looked up in the cell's PATH, or files, by paths
    /// below <c>/usr</c>.
    /// </summary>
    public required IReadOnlyList<string> Requires { get; init; }

    /// <summary>Files and folders of the image that every run reads, besides <see cref="Requires"/>; see <see cref="Images.ImageFiles"/>.</summary>
    public IReadOnlyList<string> Preread { get; init; } = [];

    /// <summary>System calls that its compiler and its programs may make beyond what everybody may.</summary>
    public IReadOnlyList<AllowedSyscall> AllowSyscalls { get; init; } = [];

    /// <summary>Debian packages that bring <see cref="Requires"/> to the machine; for messages and for installers.</summary>
    public IReadOnlyList<string> Packages { get; init; } = [];

    /// <summary>Packages of other suites than the image's, by suite.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> PackagesFrom { get; init; } = NoPackages;

    /// <summary>Packages of other suites that are only fetched, for <c>image/install.sh</c>; by suite.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> UnpackFrom { get; init; } = NoPackages;

    /// <summary>Ids of languages whose parts of the image this one uses.</summary>
    public IReadOnlyList<string> Needs { get; init; } = [];

    /// <summary>Name of the syntax highlighting for editors, such as <c>python</c>; null for none.</summary>
    public string? Highlighting { get; init; }

    /// <summary>How comments and texts look; null: nobody has said.</summary>
    public LexicalSyntax? Lexical { get; init; }

    /// <summary>A program to begin with, for editors; null for none.</summary>
    public string? Example { get; init; }

    /// <summary>Behaviours of <c>languages/behaviours.yaml</c> that the language cannot have, with the reason.</summary>
    public IReadOnlyDictionary<string, string> Gaps { get; init; } = new Dictionary<string, string>();

    internal Protocol.SyscallAllowances Allowances => AllowSyscalls.Aggregate(Protocol.SyscallAllowances.None, (all, call) => all | call.Allowance);

    /// <summary>Argv whose first line of output is the version.</summary>
    public required IReadOnlyList<string> VersionProbe { get; init; }

    private static Dictionary<string, IReadOnlyList<string>> NoPackages { get; } = [];
}

/// <summary>
/// How a stage is started: an argv, never a shell line. Elements and values of <see cref="Env"/> are templates (see <see cref="Template"/>).
/// </summary>
public sealed record LanguageStage
{
    public required IReadOnlyList<string> Argv { get; init; }

    public IReadOnlyDictionary<string, string> Env { get; init; } = new Dictionary<string, string>();

    /// <summary>Limits of this stage where they differ from the defaults.</summary>
    public RequestedLimits Limits { get; init; } = new();

    /// <summary>How the stage's runtime boots before a program is there; null where it does not.</summary>
    public LanguageBoot? Boot { get; init; }
}

/// <summary>A text taken from the first source file, such as the name of its public class.</summary>
/// <param name="Patterns">
/// The first that matches decides: group 1 of its first match is the value. They run in linear time whatever the source says, for which they
/// give up the order of alternatives inside one pattern; hence the list.
/// </param>
/// <param name="Format">What the template gets when there is a value; <c>{value}</c> stands for it.</param>
/// <param name="Default">What the template gets when no pattern matches, or the one that does has an empty group 1.</param>
public sealed record LanguageVariable(IReadOnlyList<Regex> Patterns, string Format, string Default)
{
    /// <summary>What the template gets for a first file with this content.</summary>
    public string TakeFrom(string source)
    {
        var value = Patterns.Select(pattern => pattern.Match(source)).FirstOrDefault(match => match.Success)?.Groups[1].Value;
        return string.IsNullOrEmpty(value) ? Default : Format.Replace("{value}", value, StringComparison.Ordinal);
    }
}
