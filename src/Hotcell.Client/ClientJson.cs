using System.Text.Json.Serialization;

namespace Hotcell.Client;

/// <summary>How requests are written and answers read; made by the compiler, so that nothing is looked up while a program runs. What is absent is set to null, so properties
/// that are never null say what null means.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, UseStringEnumConverter = true)]
[JsonSerializable(typeof(ExecutionRequest))]
[JsonSerializable(typeof(ExecutionResult))]
[JsonSerializable(typeof(ExecutionState))]
[JsonSerializable(typeof(ExecutionEvent.Queued))]
[JsonSerializable(typeof(ExecutionEvent.Compiled))]
[JsonSerializable(typeof(ExecutionEvent.Output))]
[JsonSerializable(typeof(ExecutionEvent.TestFinished))]
[JsonSerializable(typeof(ExecutionEvent.Skipped))]
[JsonSerializable(typeof(LanguageList))]
[JsonSerializable(typeof(ServerHealth))]
[JsonSerializable(typeof(ServerSystem))]
[JsonSerializable(typeof(Problem))]
internal sealed partial class ClientJson : JsonSerializerContext;
