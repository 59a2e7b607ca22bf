using System.Net.Http.Json;
using System.Net.Mime;
using System.Text;
using System.Text.Json;
using Hotcell.Kit;
using Xunit;

namespace Hotcell.Integration.Auth;

/// <summary>Every operation of <c>openapi/v1.json</c> is refused in every way that a caller can bring about, and answers as the document says.</summary>
public sealed class ContractErrorsTests(ContractErrorsTests.SmallServer small) : IClassFixture<ContractErrorsTests.SmallServer>
{
    private static readonly OpenApi s_contract = new(JsonDocument.Parse(File.ReadAllText(Path.Combine(Machine.Repository, "openapi", "v1.json"))).RootElement);

    public static TheoryData<string> Guarded => [.. s_contract.Operations.Where(operation => operation.Statuses.Contains(401)).Select(operation => operation.Id)];

    public static TheoryData<string> Posted => [.. s_contract.Operations.Where(operation => operation.Method == "POST").Select(operation => operation.Id)];

    public static TheoryData<string> Kept => [.. s_contract.Operations.Where(operation => operation.Statuses.Contains(404)).Select(operation => operation.Id)];

    [Theory]
    [MemberData(nameof(Guarded))]
    public Task Without_a_key(string id) => AssertAnswerAsync(id, 401, key: null);

    [Theory]
    [MemberData(nameof(Guarded))]
    public Task With_a_key_that_is_for_something_else(string id) =>
        AssertAnswerAsync(id, 403, s_contract.Operation(id).Path is "/api/system" or "/api/v1/system" or "/metrics" ? small.User : small.Operator);

    [Theory]
    [MemberData(nameof(Guarded))]
    public async Task Too_often(string id)
    {
        using var response = await AssertAnswerAsync(id, 429, small.Spent);
        Assert.NotNull(response.Headers.RetryAfter);
    }

    [Theory]
    [MemberData(nameof(Posted))]
    public Task With_something_that_is_no_JSON(string id) => AssertAnswerAsync(id, 415, small.User, new StringContent("hello"));

    [Theory]
    [MemberData(nameof(Posted))]
    public Task With_what_cannot_be_read(string id) => AssertAnswerAsync(id, 400, small.User, new StringContent("{", Encoding.UTF8, MediaTypeNames.Application.Json));

    [Theory]
    [MemberData(nameof(Posted))]
    public Task With_too_much(string id) => AssertAnswerAsync(id, 413, small.User, JsonContent.Create(new { language = "bash", code = new string('#', 1 << 20) }));

    [Theory]
    [MemberData(nameof(Kept))]
    public Task With_the_name_of_nothing(string id) => AssertAnswerAsync(id, 404, small.User);

    [Theory]
    [InlineData("/openapi/v1.json")]
    [InlineData("/docs")]
    [InlineData("/docs/docs.css")]
    public async Task What_says_nothing_of_this_server_needs_no_key(string path)
    {
        using var response = await small.Keyed.GetAsync(null, path);
        Assert.True(response.IsSuccessStatusCode);
    }

    private async Task<HttpResponseMessage> AssertAnswerAsync(string id, int status, string? key, HttpContent? body = null)
    {
        var operation = s_contract.Operation(id);
        var path = operation.Path.Replace("{roomId}", "7", StringComparison.Ordinal).Replace("{id}", "01a2027c-998a-7e2f-b544-724422f8e319", StringComparison.Ordinal);
        using var request = new HttpRequestMessage(HttpMethod.Parse(operation.Method), path) { Content = body };
        if (key is not null)
        {
            request.Headers.Add("X-API-Key", key);
        }

        var response = await small.Keyed.Server.Client.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        Assert.True((int)response.StatusCode == status, $"{response.StatusCode}: {text}");
        Assert.Empty(s_contract.Errors(JsonDocument.Parse(text).RootElement, s_contract.Answer(operation, status, response.Content.Headers.ContentType!.MediaType!)));
        return response;
    }

    /// <summary>With little room for bodies, and a key for every way to be refused.</summary>
    public sealed class SmallServer : IAsyncLifetime
    {
        public KeyedServer Keyed { get; } = new() { Options = ["--max-body", "1"] };

        public string User { get; private set; } = "";

        public string Operator { get; private set; } = "";

        /// <summary>It has had its one request.</summary>
        public string Spent { get; private set; } = "";

        public async ValueTask InitializeAsync()
        {
            await Keyed.InitializeAsync();
            User = await Keyed.AddAsync("user");
            Operator = await Keyed.AddAsync("watcher", "--role", "operator");
            Spent = await Keyed.AddAsync("spent", "--role", "user", "--role", "operator", "--rate", "1:3600");
            (await Keyed.GetAsync(Spent, "/languages")).Dispose();
        }

        public ValueTask DisposeAsync() => Keyed.DisposeAsync();
    }
}
