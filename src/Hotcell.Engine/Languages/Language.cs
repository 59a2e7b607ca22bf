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

    /// <summary>Executables that an image must have for the language to be available there, as names looked up in the cell's PATH.</summary>
    public required IReadOnlyList<string> Requires { get; init; }

    /// <summary>Debian packages that bring <see cref="Requires"/> to the machine; for messages and for installers.</summary>
    public IReadOnlyList<string> Packages { get; init; } = [];

    /// <summary>Argv whose first line of output is the version.</summary>
    public required IReadOnlyList<string> VersionProbe { get; init; }
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
}

/// <summary>A text taken from the first source file, such as the name of its public class.</summary>
/// <param name="Pattern">Group 1 of its first match is the value. Runs in linear time whatever the source says.</param>
/// <param name="Format">What the template gets when there is a match; <c>{value}</c> stands for the value.</param>
/// <param name="Default">What the template gets when there is none.</param>
public sealed record LanguageVariable(Regex Pattern, string Format, string Default)
{
    internal string TakeFrom(string source)
    {
        var match = Pattern.Match(source);
        return match.Success && match.Groups[1].Success
            ? Format.Replace("{value}", match.Groups[1].Value, StringComparison.Ordinal)
            : Default;
    }
}
