using System.Buffers;
using System.Text.Json;
using System.Text.Json.Serialization;
using Hotcell.Engine.Documents;
using Hotcell.Server.Api.Problems;

namespace Hotcell.Server.Api.Executions.Live;

/// <summary>What a client is told as text, but for the end.</summary>
/// <param name="Type"><c>queued</c>, <c>compiling</c>, <c>compiled</c>, <c>started</c>, <c>resumed</c>, <c>failed</c> or <c>error</c>.</param>
internal sealed record ServerFrame(string Type)
{
    /// <summary>Of <c>queued</c> and <c>resumed</c>: to come back by.</summary>
    public string? Id { get; init; }

    /// <summary>Of <c>resumed</c>: the type of the last state that was told.</summary>
    public string? State { get; init; }

    /// <summary>Of <c>resumed</c>: bytes of output before the first that follows.</summary>
    public long? Offset { get; init; }

    /// <summary>Of <c>resumed</c>: bytes of output that the client has not had and will not get.</summary>
    public long? Lost { get; init; }

    /// <summary>Of <c>resumed</c> and of <c>error</c>: bytes of input that were taken since the start.</summary>
    public long? Stdin { get; init; }

    /// <summary>Of <c>compiled</c>, as the next two.</summary>
    public string? Verdict { get; init; }

    public int? ExitCode { get; init; }

    public bool? Cached { get; init; }

    /// <summary>Of <c>failed</c> and <c>error</c>.</summary>
    public ProblemDetails? Problem { get; init; }

    public ReadOnlyMemory<byte> ToJson() => JsonSerializer.SerializeToUtf8Bytes(this, ServerFrameJson.Styled.ServerFrame);

    /// <summary>The end: <c>finished</c>, with the document that <c>POST /api/v1/executions</c> would have answered with.</summary>
    public static ReadOnlyMemory<byte> Finished(ExecutionDocument execution)
    {
        var output = new ArrayBufferWriter<byte>();
        output.Write("{\"type\":\"finished\",\"execution\":"u8);
        execution.WriteJson(output);
        output.Write("}"u8);
        return output.WrittenMemory;
    }
}

[JsonSerializable(typeof(ServerFrame))]
internal sealed partial class ServerFrameJson : JsonSerializerContext
{
    public static ServerFrameJson Styled { get; } = new(JsonStyle.Create(JsonIgnoreCondition.WhenWritingNull));
}
