using Hotcell.Engine.Executions;

namespace Hotcell.Server.Api.Live;

/// <summary>Output as arguments of <c>output</c>, none of them large.</summary>
internal static class LiveOutputs
{
    /// <summary>Of one event, in bytes.</summary>
    private const int Largest = 16 * 1024;

    public static IEnumerable<LiveOutputDocument> Of(string id, string? room, ExecutionEvent.Output output, OutputTexts texts)
    {
        foreach (var piece in PiecesOf(output))
        {
            if (texts.Add(piece) is { Length: > 0 } text)
            {
                yield return Document(id, room, output.Stage, output.Stream, text);
            }
        }
    }

    /// <summary>The same output, in as many events as it takes.</summary>
    public static IEnumerable<ExecutionEvent.Output> PiecesOf(ExecutionEvent.Output output)
    {
        for (var rest = output.Bytes; !rest.IsEmpty; rest = rest[Math.Min(rest.Length, Largest)..])
        {
            yield return output with { Bytes = rest[..Math.Min(rest.Length, Largest)] };
        }
    }

    /// <summary>What is left at the end: the beginnings of characters that never came.</summary>
    public static IEnumerable<LiveOutputDocument> Rests(string id, string? room, OutputTexts texts) =>
        from stage in Enum.GetValues<Stage>()
        from stream in Enum.GetValues<OutputStream>()
        let text = texts.Rest(stage, stream)
        where text.Length > 0
        select Document(id, room, stage, stream, text);

    /// <summary>Whatever a compiler writes is for people, as stderr is.</summary>
    private static LiveOutputDocument Document(string id, string? room, Stage stage, OutputStream stream, string text) => new(
        id, room, text, stage == Stage.Compile || stream == OutputStream.Stderr ? "stderr" : null, stage == Stage.Compile ? "compile" : null);
}
