using System.Text.Json;
using Hotcell.Kit;
using Hotcell.Server.Api.Contract;

namespace Hotcell.Unit.Server.Contract;

/// <summary>Examples of <c>openapi/v1.json</c> are as their schemas say; that the server answers so is shown by a test with a server.</summary>
public sealed class ContractExamplesTests
{
    private static readonly OpenApi s_contract = new(JsonDocument.Parse(ContractEndpoints.Read("openapi/v1.json")).RootElement);

    public static TheoryData<string> Operations => [.. s_contract.Operations.Select(operation => operation.Id)];

    [Theory]
    [MemberData(nameof(Operations))]
    public void Every_example_is_as_its_schema_says(string id)
    {
        var operation = s_contract.Operation(id);
        foreach (var (name, value) in operation.Requests)
        {
            var errors = s_contract.Errors(value, operation.RequestSchema);
            Assert.True(errors.Count == 0 != (name == "wrong"), $"{name}: {string.Join("; ", errors)}");
        }

        foreach (var answer in operation.Answers.Where(answer => answer.Value.ValueKind != JsonValueKind.String))
        {
            Assert.Empty(s_contract.Errors(answer.Value, s_contract.Answer(operation, answer.Status, answer.MediaType)));
        }
    }

    [Theory]
    [MemberData(nameof(Operations))]
    public void Every_request_has_an_answer_and_the_other_way_round(string id)
    {
        var operation = s_contract.Operation(id);
        if (operation.Requests.Count > 0)
        {
            Assert.Equal(operation.Requests.Select(one => one.Name).Order(StringComparer.Ordinal), operation.Answers.Select(one => one.Name).Distinct().Order(StringComparer.Ordinal));
        }
    }

    [Theory]
    [InlineData("runExecution")]
    [InlineData("runFlat")]
    [InlineData("runPlayground")]
    [InlineData("runEditor")]
    public void Every_field_of_a_request_is_in_an_example(string id)
    {
        var operation = s_contract.Operation(id);
        var seen = new HashSet<string>();
        foreach (var (_, value) in operation.Requests.Where(one => one.Name != "wrong"))
        {
            s_contract.Errors(value, operation.RequestSchema, seen);
        }

        Assert.Empty(s_contract.Fields(operation.RequestSchema).Except(seen));
    }

    [Fact]
    public void Everything_is_explained()
    {
        foreach (var schema in s_contract.Document.GetProperty("components").GetProperty("schemas").EnumerateObject())
        {
            Assert.NotEmpty(schema.Value.GetProperty("description").GetString()!);
        }

        Assert.All(s_contract.Operations, operation => Assert.NotEmpty(operation.Element.GetProperty("summary").GetString()!));
    }
}
