using System.Reflection;
using System.Text;
using System.Text.Json;
using Hotcell.Kit;
using Hotcell.Server.Api.Contract;
using Hotcell.Server.Api.Problems;
using Hotcell.Server.Auth;
using Hotcell.Server.Hosting;
using Hotcell.Unit.Architecture;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Hotcell.Unit.Server.Contract;

/// <summary>The routes of the server, as its endpoints tell them, and the operations of <c>openapi/v1.json</c>.</summary>
public sealed class ContractRoutesTests
{
    private static readonly OpenApi s_contract = new(JsonDocument.Parse(ContractEndpoints.Read("openapi/v1.json")).RootElement);
    private static readonly IReadOnlyList<RouteEndpoint> s_endpoints = Endpoints();

    public static TheoryData<string> Operations => [.. s_contract.Operations.Select(operation => operation.ToString())];

    [Fact]
    public void What_the_server_has_is_the_file_of_the_repository() =>
        Assert.Equal(File.ReadAllText(Path.Combine(DependencyTests.Root, "openapi", "v1.json")), Encoding.UTF8.GetString(ContractEndpoints.Read("openapi/v1.json")));

    [Fact]
    public void Every_route_is_described_and_no_other() =>
        Assert.Equal(s_endpoints.Where(IsDescribed).Select(NameOf).Order(StringComparer.Ordinal), s_contract.Operations.Select(operation => operation.ToString()).Order(StringComparer.Ordinal));

    [Fact]
    public void Names_of_operations_are_their_own() =>
        Assert.Equal(s_contract.Operations.Count(), s_contract.Operations.Select(operation => operation.Id).Distinct().Count());

    /// <summary>Beside those that tell of success, which the examples show.</summary>
    [Theory]
    [MemberData(nameof(Operations))]
    public void Errors_are_those_of_what_guards_and_runs_it(string name)
    {
        var operation = s_contract.Operations.Single(one => one.ToString() == name);
        var (endpoint, access) = Endpoint(name);
        int[] gate = access.Role is null ? [] : [401, 403, 429];
        int[] body = operation.Method == "POST" ? [400, 413, 415, 500, 503] : [];
        int[] known = operation.Path.Contains("{language}", StringComparison.Ordinal) ? [404] : [];
        int[] kept = !operation.Path.Contains("{id}", StringComparison.Ordinal) ? [] : operation.Path.EndsWith("/events", StringComparison.Ordinal) ? [400, 404] : [404, 500, 503];
        int[] health = operation.Path.EndsWith("/health", StringComparison.Ordinal) ? [503] : [];
        Assert.Equal([.. gate.Concat(body).Concat(known).Concat(kept).Concat(health).Order()], operation.Statuses.Where(status => status >= 400).Order());
        Assert.Equal(endpoint.RoutePattern.Parameters.Select(one => one.Name), Parameters(operation).Where(one => one.In == "path").Select(one => one.Name));
    }

    [Theory]
    [MemberData(nameof(Operations))]
    public void Says_whether_a_key_is_asked_for(string name)
    {
        var operation = s_contract.Operations.Single(one => one.ToString() == name);
        Assert.Equal(Endpoint(name).Access.Role is null, operation.Element.TryGetProperty("security", out var own) && own.GetArrayLength() == 0);
    }

    [Theory]
    [MemberData(nameof(Operations))]
    public void Errors_have_the_shape_of_the_dialect(string name)
    {
        var operation = s_contract.Operations.Single(one => one.ToString() == name);
        var shape = Endpoint(name).Endpoint.Metadata.GetMetadata<ErrorShape>();
        ProblemDetails[] problems = [ProblemDetails.Invalid("One field is wrong.", [new("code", "is required")]), ProblemDetails.Internal(), ProblemDetails.Plain(404)];
        foreach (var status in operation.Statuses.Where(status => status >= 400 && !operation.Path.EndsWith("/health", StringComparison.Ordinal)))
        {
            foreach (var problem in problems)
            {
                var json = shape?.ToJson(problem) ?? JsonSerializer.SerializeToUtf8Bytes(problem, ProblemJson.Styled.ProblemDetails);
                Assert.Empty(s_contract.Errors(JsonDocument.Parse(json).RootElement, s_contract.Answer(operation, status, shape is null ? "application/problem+json" : "application/json")));
            }
        }
    }

    private static IEnumerable<(string Name, string In)> Parameters(OpenApiOperation operation)
    {
        var shared = s_contract.Document.GetProperty("paths").GetProperty(operation.Path);
        return new[] { shared, operation.Element }
            .SelectMany(one => one.TryGetProperty("parameters", out var parameters) ? parameters.EnumerateArray() : Enumerable.Empty<JsonElement>())
            .Select(one => (one.GetProperty("name").GetString()!, one.GetProperty("in").GetString()!));
    }

    private static (RouteEndpoint Endpoint, Access Access) Endpoint(string name)
    {
        var endpoint = s_endpoints.Where(IsDescribed).Single(one => NameOf(one) == name);
        return (endpoint, endpoint.Metadata.GetMetadata<Access>() ?? Access.User);
    }

    private static string NameOf(RouteEndpoint endpoint) =>
        $"{endpoint.Metadata.GetRequiredMetadata<IHttpMethodMetadata>().HttpMethods.Single()} {endpoint.RoutePattern.RawText}";

    private static bool IsDescribed(RouteEndpoint endpoint) => endpoint.Metadata.GetMetadata<IExcludeFromDescriptionMetadata>() is null or { ExcludeFromDescription: false };

    /// <summary>Whatever maps endpoints in the server's assembly has mapped them.</summary>
    private static List<RouteEndpoint> Endpoints()
    {
        var (options, errors) = CommandLine.Read([], name => name == "HOTCELL_WARDEN_SOCKET" ? "/none" : null);
        Assert.True(options is not null, string.Join(' ', errors));
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore();
        builder.AddHotcell(options);
        builder.Services.AddSingleton<IHostLifetime, NoLifetime>();
        var app = builder.Build();
        var mappers = typeof(ContractEndpoints).Assembly.GetTypes()
            .SelectMany(type => type.GetMethods(BindingFlags.Static | BindingFlags.Public))
            .Where(method => method.Name.StartsWith("Map", StringComparison.Ordinal) && method.GetParameters() is [{ ParameterType: var first }] && first == typeof(IEndpointRouteBuilder));
        foreach (var mapper in mappers)
        {
            mapper.Invoke(null, [app]);
        }

        return [.. ((IEndpointRouteBuilder)app).DataSources.SelectMany(source => source.Endpoints).OfType<RouteEndpoint>()];
    }

    /// <summary>Nothing is started, so there is nothing to end; the server's own would make an engine.</summary>
    private sealed class NoLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
