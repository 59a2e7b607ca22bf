using System.Text.RegularExpressions;

namespace Hotcell.Engine.Languages;

/// <summary>
/// How a runtime boots ahead of its program. It must write a byte to descriptor 101 when it has booted and close it, then read descriptor 100 to its
/// end: the words of the stage's argv from the program's file on, each with a NUL behind it. From there on it must behave as <see cref="LanguageStage.Argv"/> does.
/// </summary>
public sealed record LanguageBoot
{
    /// <summary>As that of the stage, without the program's arguments.</summary>
    public required IReadOnlyList<string> Argv { get; init; }

    /// <summary>A word of the stage's argv, mostly the one that names the program's file: it and what follows it are what the runtime is told.</summary>
    public required string Program { get; init; }

    /// <summary>Besides that of the stage.</summary>
    public IReadOnlyDictionary<string, string> Env { get; init; } = new Dictionary<string, string>();

    /// <summary>What a booted runtime holds.</summary>
    public required ByteSize Memory { get; init; }

    public BootHold Hold { get; init; }

    /// <summary>Name of the executable that <see cref="Hold"/> is about, where others start it; null: the one of <see cref="Argv"/>.</summary>
    public string? HoldIn { get; init; }

    /// <summary>A program whose file matches starts cold; null: none. Takes linear time.</summary>
    public Regex? Unless { get; init; }
}

/// <summary>Who makes a booted runtime wait for its program.</summary>
public enum BootHold
{
    /// <summary>A boot program of the language's own, as <see cref="LanguageBoot"/> says.</summary>
    Own,

    /// <summary>A library that is loaded with the runtime (<c>hold.c</c> of the warden), before the runtime begins.</summary>
    Start,

    /// <summary>The same library, when the runtime first opens the program's file. It has looked at its arguments by then, so a program with arguments starts cold.</summary>
    Source,

    /// <summary>As <see cref="Source"/>, when the runtime first lists the folder of the program, by the name <c>.</c>.</summary>
    Folder,
}
