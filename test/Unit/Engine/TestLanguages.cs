using System.Text.RegularExpressions;
using Hotcell.Engine.Languages;

namespace Hotcell.Unit.Engine;

/// <summary>Languages as they come out of the loader.</summary>
internal static class TestLanguages
{
    public static Language Python { get; } = new()
    {
        Id = "python",
        Name = "Python",
        Aliases = ["py"],
        SourceFile = "main.py",
        SourceExtensions = [".py"],
        Requires = ["python3"],
        VersionProbe = ["python3", "--version"],
        Run = new LanguageStage
        {
            Argv = ["python3", "{source}", "{args}"],
            Env = new Dictionary<string, string> { ["MEMORY"] = "{memory_mb}", ["LANG"] = "C" },
            Limits = new() { Processes = 10 },
        },
    };

    public static Language C { get; } = new()
    {
        Id = "c",
        Name = "C",
        SourceFile = "main.c",
        SourceExtensions = [".c"],
        Requires = ["gcc"],
        VersionProbe = ["gcc", "--version"],
        Compile = new LanguageStage { Argv = ["gcc", "-o", "main", "{sources}"] },
        Run = new LanguageStage { Argv = ["./main", "{args}"] },
    };

    public static Language Java { get; } = new()
    {
        Id = "java",
        Name = "Java",
        SourceFile = "{class}.java",
        SourceExtensions = [".java"],
        Variables = new Dictionary<string, LanguageVariable>
        {
            ["class"] = new([new Regex(@"class\s+(\w+)", RegexOptions.NonBacktracking)], "{value}", "Main"),
        },
        Requires = ["javac", "java"],
        VersionProbe = ["javac", "-version"],
        Compile = new LanguageStage { Argv = ["javac", "{sources}"] },
        Run = new LanguageStage { Argv = ["java", "{class}"] },
    };
}
