using System.Text.Json;
using Hotcell.Client;
using Hotcell.Server.Api.Contract;

namespace Hotcell.Unit.Client;

/// <summary>The types of the client have what the native schemas have, by the same names.</summary>
public sealed class ClientContractTests
{
    private static readonly JsonElement s_schemas =
        JsonDocument.Parse(ContractEndpoints.Read("openapi/v1.json")).RootElement.GetProperty("components").GetProperty("schemas");

    /// <summary>With the fields that the client leaves out.</summary>
    public static TheoryData<string, Type, string[]> Schemas => new()
    {
        { "ExecutionRequest", typeof(ExecutionRequest), [] },
        { "SourceFile", typeof(SourceFile), [] },
        { "Limits", typeof(Limits), [] },
        { "TestCase", typeof(TestCase), [] },
        { "Execution", typeof(ExecutionResult), [] },
        { "Stage", typeof(StageResult), [] },
        { "TestResult", typeof(Hotcell.Client.TestResult), [] },
        { "OutputFile", typeof(OutputFile), ["size"] },
        { "LeftOutFile", typeof(LeftOutFile), [] },
        { "Progress", typeof(ExecutionState), [] },
        { "QueuedEvent", typeof(ExecutionEvent.Queued), [] },
        { "OutputEvent", typeof(ExecutionEvent.Output), [] },
        { "CompiledEvent", typeof(ExecutionEvent.Compiled), [] },
        { "TestEvent", typeof(ExecutionEvent.TestFinished), [] },
        { "SkippedEvent", typeof(ExecutionEvent.Skipped), [] },
        { "Language", typeof(LanguageInfo), [] },
        { "Health", typeof(ServerHealth), ["warden", "cells", "compile_cache"] },
        { "System", typeof(ServerSystem), ["languages"] },
        { "Problem", typeof(Problem), [] },
        { "ProblemField", typeof(FieldError), [] },
        { "ProblemFault", typeof(Fault), [] },
    };

    [Theory]
    [MemberData(nameof(Schemas))]
    public void The_client_has_every_field_of_the_native_api(string schema, Type type, string[] leftOut)
    {
        var known = ClientJson.Default.GetTypeInfo(type)!.Properties.Where(property => property.Get is not null || property.Set is not null).Select(property => property.Name);
        var described = s_schemas.GetProperty(schema).GetProperty("properties").EnumerateObject().Select(property => property.Name);
        Assert.Equal(described.Except(leftOut).Order(StringComparer.Ordinal), known.Order(StringComparer.Ordinal));
    }
}
