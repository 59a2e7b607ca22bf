using System.Buffers;
using System.Text.Json.Serialization;
using Hotcell.Engine.Documents;
using Hotcell.Engine.Executions;

namespace Hotcell.Server.Api.Execute;

/// <summary>The answer of <c>POST /api/v1/execute</c>: the flat form as JSON.</summary>
internal static class ExecuteAnswer
{
    public static void WriteJson(IBufferWriter<byte> output, ExecutionResult result) => JsonStyle.Write(output, FlatResult.Of(result), ExecuteJson.Styled.FlatResult);
}

[JsonSerializable(typeof(FlatResult))]
internal sealed partial class ExecuteJson : JsonSerializerContext
{
    public static ExecuteJson Styled { get; } = new(JsonStyle.Create());
}
