using System.Text.Json.Serialization;
using Hotcell.Engine.Documents;

namespace Hotcell.Server.Api.Executions;

/// <summary>Data of <c>queued</c>.</summary>
/// <param name="Id">To come back by.</param>
internal sealed record QueuedDocument(string Id);

/// <summary>Data of <c>compiling</c> and <c>started</c>: there is nothing to say.</summary>
internal sealed record NoDocument;

/// <summary>Data of <c>compiled</c>: how the compiler ended; what it wrote has been told.</summary>
internal sealed record CompiledDocument(string Verdict, int? ExitCode, bool Cached);

/// <summary>Data of <c>output</c>.</summary>
/// <param name="Stage"><c>compile</c> or <c>run</c>.</param>
/// <param name="Stream"><c>stdout</c> or <c>stderr</c>.</param>
/// <param name="Data">Text without torn characters, or base64, as asked for.</param>
internal sealed record OutputDocument(string Stage, string Stream, OutputText Data);

/// <summary>Data of <c>test</c>.</summary>
/// <param name="Index">From 0.</param>
internal sealed record TestEventDocument(int Index, TestDocument Test);

/// <summary>Data of <c>skipped</c>: the reader was too far behind.</summary>
internal sealed record SkippedDocument(long Events);

/// <summary>An execution that is not over.</summary>
/// <param name="Status"><c>queued</c>, <c>compiling</c> or <c>running</c>.</param>
internal sealed record ProgressDocument(string Id, string Status);

[JsonSerializable(typeof(QueuedDocument))]
[JsonSerializable(typeof(NoDocument))]
[JsonSerializable(typeof(CompiledDocument))]
[JsonSerializable(typeof(OutputDocument))]
[JsonSerializable(typeof(TestEventDocument))]
[JsonSerializable(typeof(SkippedDocument))]
[JsonSerializable(typeof(ProgressDocument))]
internal sealed partial class EventJson : JsonSerializerContext
{
    public static EventJson Styled { get; } = new(JsonStyle.Create());
}
