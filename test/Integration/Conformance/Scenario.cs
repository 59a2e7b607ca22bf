using System.Text;

namespace Hotcell.Integration.Conformance;

/// <summary>A row of the table: what is asked, and the reply that every dialect must give.</summary>
/// <param name="Reply">Texts in it that end with an ellipsis need only begin like this: what else they say is a toolchain's.</param>
internal sealed record Scenario(string Name, Ask Ask, Reply Reply)
{
    private const int Mebibyte = 1 << 20;
    private const string Greeting = "äöü 漢字 🦀 e\u0301 \"quotes\" \\ </script>";

    /// <summary>Limits are those of <see cref="ConformanceServer"/>.</summary>
    public static IReadOnlyList<Scenario> Verdicts { get; } =
    [
        Ends("hello", "echo hello", "Ok", "hello\n"),
        Ends("hello from a hot runtime", "print('hello')", "Ok", "hello\n", language: "python"),
        Ends("an alias in capitals", "print(1)", "Ok", "1\n", language: "PY"),
        Ends("no program at all", "", "Ok", ""),
        Ends("stdin", "cat", "Ok", "one\ntwo", input: "one\ntwo"),
        Ends("stdin that nobody reads", "echo done", "Ok", "done\n", input: new string('x', 300_000)),
        Ends("characters", $"cat; printf '%s' '{Greeting}'", "Ok", Greeting + Greeting, input: Greeting),
        Ends("many characters", "for i in {1..5000}; do printf 'é漢🦀'; done", "Ok", Repeat("é漢🦀", 5000)),
        Ends("no characters", @"printf 'a\xffb\xe2\x82'", "Ok", "a\uFFFDb\uFFFD"),
        Ends("control characters", @"printf '\0\x01\x1b[31mred\x1b[0m\r\n\x7f'", "Ok", "\0\u0001\e[31mred\e[0m\r\n\u007f"),
        Ends("stderr", "echo bad >&2", "Ok", "", "bad\n"),
        Ends("both streams in order", "for i in 1 2; do echo $i; sleep 0.2; echo $i$i >&2; sleep 0.2; done", "Ok", "1\n2\n", "11\n22\n", both: "1\n11\n2\n22\n"),
        Ends("a character torn by the other stream", @"printf '\xe2\x82'; sleep 0.2; printf '!' >&2; sleep 0.2; printf '\xac'", "Ok", "€", "!", both: "!€"),
        Ends("exit code", "echo so far; exit 42", "RuntimeError", "so far\n", exitCode: 42),
        Ends("runtime error", "raise ValueError('no')", "RuntimeError", "", "Traceback (most recent call last):\n  File \"…", exitCode: 1, language: "python"),
        Ends("signal", "kill -SEGV $$", "Signalled", "", exitCode: 139),
        Ends("compiled", "#include <stdio.h>\nint main(void) { puts(\"compiled\"); }", "Ok", "compiled\n", language: "c"),
        Ends("compiled with a warning", "#warning careful\n#include <stdio.h>\nint main(void) { puts(\"all the same\"); }", "Ok", "all the same\n", language: "c"),
        Ends("compile error", "int main(void) { return x; }", "CompileError", "", "main.c: …", exitCode: 1, language: "c"),
        Ends("timeout", "echo before; sleep 100", "TimeLimit", "before\n", exitCode: 124),
        Ends("timeout of one's own", "echo before; sleep 100", "TimeLimit", "before\n", exitCode: 124) with { Ask = new Ask { Code = "echo before; sleep 100", Seconds = 0.5 } },
        Ends("memory limit", "x = bytearray(1 << 30)", "MemoryLimit", "", exitCode: 137, language: "python"),
        Ends("output limit", "yes | head -c 1000000", "OutputLimit", Repeat("y\n", 32 * 1024), exitCode: 153),
        Ends("forbidden system call", "unshare --user true", "ForbiddenSyscall", "", "unshare: …", exitCode: 1),
    ];

    public static IReadOnlyList<Scenario> Refusals { get; } =
    [
        Refused("unknown language", new Ask { Language = "pythn", Code = "" }, "language"),
        Refused("no language", new Ask { Language = null, Code = "" }, "language"),
        Refused("no code", new Ask(), "code"),
        Refused("nothing", new Ask { Language = null }, "code,language"),
        Refused("wrong types", new Ask { Language = 5, Code = new[] { "x" }, Input = new { x = 1 } }, "code,input,language"),
        Refused("a null of another type", new Ask { Code = true, Input = 1.5 }, "code,input"),
        Refused("time above the maximum", new Ask { Code = "", Seconds = 121 }, "seconds"),
        Refused("no time", new Ask { Code = "", Seconds = 0 }, "seconds"),
        Refused("everything at once", new Ask { Language = "pythn", Seconds = -1 }, "code,language,seconds"),
        Refused("too much code", new Ask { Code = new string('#', Mebibyte + 1) }, "code"),
        Refused("too much input", new Ask { Code = "", Input = new string('x', Mebibyte + 1) }, "input"),
        Refused("too much altogether", new Ask { Code = new string('#', 5 * Mebibyte) }, "", 413),
        Refused("no JSON", Raw("{\"language\": \"bash\", \"code\": }"), "body"),
        Refused("torn JSON", Raw("{\"language\": \"bash\", \"code\": \"echo"), "body"),
        Refused("no object", Raw("[]"), "body"),
        Refused("no body", Raw(""), "body"),
        Refused("no UTF-8", new Ask { Raw = [.. "{\"language\": \"bash\", \"code\": \""u8, 0xC3, 0x28, .. "\"}"u8] }, "body"),
        Refused("half of a character", Raw("{\"language\": \"bash\", \"code\": \"\\ud800\"}"), "code"),
        Refused("a field twice", Raw("{\"language\": \"bash\", \"code\": \"\", \"code\": \"\"}"), "code"),
    ];

    public static Scenario Of(string name) => Verdicts.Concat(Refusals).Single(scenario => scenario.Name == name);

    private static Scenario Ends(
        string name, string code, string verdict, string stdout, string stderr = "", int exitCode = 0, string? both = null, string language = "bash", string? input = null) =>
        new(name, new Ask { Language = language, Code = code, Input = input }, new Reply(new Outcome(verdict, stdout, stderr, exitCode) { Interleaved = both ?? stdout + stderr }, null));

    private static Scenario Refused(string name, Ask ask, string fields, int status = 400) => new(name, ask, new Reply(null, new Refusal(status, fields)));

    private static Ask Raw(string text) => new() { Raw = Encoding.UTF8.GetBytes(text) };

    private static string Repeat(string text, int count) => string.Concat(Enumerable.Repeat(text, count));
}
