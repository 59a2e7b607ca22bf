using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using Hotcell.Kit;
using Xunit;

namespace Hotcell.Integration.Api;

/// <summary>Every example of <c>openapi/v1.json</c> is sent, and answered as the document says.</summary>
public sealed class ContractTests(ServerFixture server) : IClassFixture<LeavesNothing<ServerFixture>>
{
    private const string EventStream = "text/event-stream";

    private static readonly OpenApi s_contract = new(JsonDocument.Parse(File.ReadAllText(Path.Combine(Machine.Repository, "openapi", "v1.json"))).RootElement);

    /// <summary>Fields whose values are another time's and another machine's.</summary>
    private static readonly HashSet<string> s_vary =
    [
        "id", "executionId", "wall_time_ms", "cpu_time_ms", "peak_memory_bytes", "hot", "isolation", "degraded", "execution_time_ms", "memory_used_mb", "executionTime", "memoryUsed", "timestamp",
    ];

    public static TheoryData<string, string> Requests =>
        [.. s_contract.Operations.SelectMany(operation => operation.Requests.Select(request => (operation.Id, request.Name)))];

    public static TheoryData<string> Runners => [.. s_contract.Operations.Where(operation => operation.Requests.Count > 0).Select(operation => operation.Id)];

    public static TheoryData<string> Readings => [.. s_contract.Operations.Where(operation => operation.Method == "GET" && !operation.Path.Contains('{', StringComparison.Ordinal)).Select(operation => operation.Id)];

    [Theory]
    [MemberData(nameof(Requests))]
    public async Task Every_example_is_answered_as_it_says(string id, string name)
    {
        var operation = s_contract.Operation(id);
        foreach (var expected in operation.Answers.Where(answer => answer.Name == name && answer.MediaType != EventStream))
        {
            var (status, answer) = await SendAsync(operation, name);
            Assert.True(status == expected.Status, answer.ToString());
            Assert.Empty(s_contract.Errors(answer, s_contract.Answer(operation, status, expected.MediaType)));
            Assert.Equal(Constant(expected.Value), Constant(answer));
        }
    }

    [Theory]
    [MemberData(nameof(Runners))]
    public async Task Every_field_of_an_answer_is_in_an_example(string id)
    {
        var operation = s_contract.Operation(id);
        var (seen, all) = (new HashSet<string>(), new HashSet<string>());
        foreach (var expected in operation.Answers.Where(answer => answer.MediaType != EventStream))
        {
            var schema = s_contract.Answer(operation, expected.Status, expected.MediaType);
            s_contract.Errors((await SendAsync(operation, expected.Name)).Answer, schema, seen);
            all.UnionWith(s_contract.Fields(schema));
        }

        Assert.DoesNotContain(all.Except(seen), field => !IsRare(field));
    }

    [Fact]
    public async Task Every_example_with_events_has_them()
    {
        var operation = s_contract.Operation("runExecution");
        var described = operation.Element.GetProperty("responses").GetProperty("200").GetProperty("content").GetProperty(EventStream).GetProperty("x-events");
        var seen = new HashSet<string>();
        foreach (var example in operation.Answers.Where(answer => answer.MediaType == EventStream))
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, operation.Path) { Content = JsonContent.Create(operation.Requests.Single(one => one.Name == example.Name).Value) };
            request.Headers.Accept.ParseAdd(EventStream);
            using var response = await server.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
            var events = await Sse.ReadAsync(response).ToListAsync();
            foreach (var happened in events)
            {
                seen.Add(happened.Name);
                Assert.Empty(s_contract.Errors(happened.Data, described.GetProperty(happened.Name)));
            }

            var told = example.Value.GetString()!.Split('\n').Where(line => line.StartsWith("event: ", StringComparison.Ordinal)).Select(line => line["event: ".Length..]);
            Assert.Equal(told.Distinct(), events.Select(happened => happened.Name).Distinct());
        }

        Assert.Equal(["failed", "skipped"], described.EnumerateObject().Select(one => one.Name).Except(seen).Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Readings))]
    public async Task What_can_be_read_is_as_it_says(string id)
    {
        var operation = s_contract.Operation(id);
        using var response = await server.Client.GetAsync(operation.Path);
        var mediaType = response.Content.Headers.ContentType!.MediaType!;
        var schema = s_contract.Answer(operation, (int)response.StatusCode, mediaType);
        if (mediaType == "application/json")
        {
            var seen = new HashSet<string>();
            Assert.Empty(s_contract.Errors(await response.Content.ReadFromJsonAsync<JsonElement>(), schema, seen));
            Assert.DoesNotContain(s_contract.Fields(schema).Except(seen), field => !IsRare(field));
        }
    }

    private async Task<(int Status, JsonElement Answer)> SendAsync(OpenApiOperation operation, string name)
    {
        using var response = await server.PostAsync(operation.Path.Replace("{roomId}", "7", StringComparison.Ordinal), operation.Requests.Single(one => one.Name == name).Value);
        return ((int)response.StatusCode, JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement);
    }

    /// <summary>Only where a protection is missing, or the server fails.</summary>
    private static bool IsRare(string field) => field.EndsWith(".degraded", StringComparison.Ordinal) || field.EndsWith(".fallback", StringComparison.Ordinal) || field.StartsWith("ProblemFault.", StringComparison.Ordinal) || field == "Problem.fault";

    /// <summary>Without what varies.</summary>
    private static string Constant(JsonElement answer)
    {
        var node = JsonNode.Parse(answer.GetRawText())!;
        Strip(node);
        return node.ToJsonString();
    }

    private static void Strip(JsonNode? node)
    {
        switch (node)
        {
            case JsonArray array:
                array.ToList().ForEach(Strip);
                break;
            case JsonObject map:
                map.Select(field => field.Key).Where(s_vary.Contains).ToList().ForEach(name => map.Remove(name));
                map.Select(field => field.Value).ToList().ForEach(Strip);
                break;
        }
    }
}
