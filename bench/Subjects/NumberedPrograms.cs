namespace Hotcell.Bench.Subjects;

/// <summary>Programs that tell each answer from all others.</summary>
internal static class NumberedPrograms
{
    /// <summary>Mostly small scripts, now and then an interpreter and a compiler. Each reads its number and says it.</summary>
    public static HttpProgram Of(int i, IReadOnlyDictionary<string, string> available)
    {
        var stdout = $"{i} of {i}\n";
        return (i % 10) switch
        {
            0 when available.ContainsKey("c") => HttpProgram.Of(
                "c", $"#include <stdio.h>\nint main(void) {{ int n; return scanf(\"%d\", &n) != 1 || printf(\"{i} of %d\\n\", n) < 0; }}\n", stdout, $"{i}\n"),
            1 when available.ContainsKey("python") => HttpProgram.Of("python", $"print({i}, 'of', input())\n", stdout, $"{i}\n"),
            _ => HttpProgram.Of("bash", $"read -r n; echo {i} of $n\n", stdout, $"{i}\n"),
        };
    }
}
