using System.Net;
using System.Text;
using System.Text.Json;

namespace Hotcell.Bench.Subjects;

/// <summary>A program, ready to be posted, what it must print (null: anything), and its verdict.</summary>
internal sealed record HttpProgram(byte[] Body, string? Stdout, string Verdict)
{
    public static HttpProgram Of(
        string language, string code, string? stdout, string stdin = "", string verdict = "Ok", IReadOnlyDictionary<string, int>? limits = null, bool cache = true,
        IReadOnlyDictionary<string, string>? env = null)
    {
        var body = new ExecutionBody(language, code, stdin, limits ?? new Dictionary<string, int>(), env ?? new Dictionary<string, string>(), cache);
        return new(JsonSerializer.SerializeToUtf8Bytes(body, BenchJson.Styled.ExecutionBody), stdout, verdict);
    }

    /// <summary>A program that is judged by its tests, and right in all.</summary>
    public static HttpProgram Of(string language, string code, IEnumerable<TestBody> tests) =>
        new(JsonSerializer.SerializeToUtf8Bytes(new JudgedBody(language, code, [.. tests], Cache: false), BenchJson.Styled.JudgedBody), Stdout: null, "Accepted");

    /// <summary>Looks at an answer to the program.</summary>
    /// <exception cref="BenchException">It is not the right one.</exception>
    public HttpAnswer Read(HttpStatusCode status, byte[] answer, double milliseconds)
    {
        using var document = status == HttpStatusCode.OK ? JsonDocument.Parse(answer) : null;
        if (document?.RootElement is not { } root || !root.GetProperty("verdict").ValueEquals(Verdict))
        {
            throw Wrong();
        }

        var stdout = root.GetProperty("run") is { ValueKind: JsonValueKind.Object } run ? run.GetProperty("stdout").GetString() : null;
        return Stdout is null || stdout == Stdout ? new HttpAnswer(milliseconds, Hot(root, "compile") + Hot(root, "run"), stdout ?? "") : throw Wrong();

        BenchException Wrong() => new($"a request was answered wrong: {(int)status} {Encoding.UTF8.GetString(answer)}");
    }

    private static int Hot(JsonElement root, string stage) =>
        root.GetProperty(stage) is { ValueKind: JsonValueKind.Object } done && done.GetProperty("hot").GetBoolean() ? 1 : 0;
}

/// <summary>As it is posted.</summary>
internal sealed record ExecutionBody(string Language, string Code, string Stdin, IReadOnlyDictionary<string, int> Limits, IReadOnlyDictionary<string, string> Env, bool Cache);

/// <inheritdoc cref="ExecutionBody"/>
internal sealed record JudgedBody(string Language, string Code, IReadOnlyList<TestBody> Tests, bool Cache);

internal sealed record TestBody(string Stdin, string Expected);

/// <summary>A right answer: how long it took, how many of its stages found their runtime or compiler booted, and what the program printed.</summary>
internal sealed record HttpAnswer(double Milliseconds, int Hot, string Stdout);
