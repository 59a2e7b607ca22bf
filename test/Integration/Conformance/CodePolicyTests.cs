using System.Text.Json;
using Hotcell.Kit;
using Xunit;

namespace Hotcell.Integration.Conformance;

/// <summary>A server with <c>--code-policy</c>.</summary>
public sealed class CodePolicyTests(CodePolicyTests.PolicyServer fixture) : IClassFixture<CodePolicyTests.PolicyServer>
{
    public static TheoryData<string> Dialects => [.. Dialect.All.Select(dialect => dialect.Name)];

    [Theory]
    [MemberData(nameof(Dialects))]
    public async Task What_is_forbidden_is_a_mistake_of_the_request_in_every_dialect(string dialect)
    {
        var refused = await Dialect.Of(dialect).SendAsync(fixture.Server, new Ask { Language = "python", Code = "x = 1\nimport subprocess" });
        var allowed = await Dialect.Of(dialect).SendAsync(fixture.Server, new Ask { Language = "python", Code = "print('import subprocess') # import subprocess" });

        Assert.Equal(new Refusal(400, "code"), refused.Refusal);
        Assert.Equal("line 2 is forbidden by the rule no-subprocess: nothing is started here", Assert.Single(refused.Messages));
        Assert.Equal("import subprocess\n", allowed.Outcome?.Stdout);
    }

    [Fact]
    public async Task Checkers_are_programs_too()
    {
        using var response = await fixture.Server.PostAsync("/api/v1/executions", new
        {
            language = "python",
            code = "print(1)",
            tests = new[] { new { stdin = "" } },
            checker = new { kind = "program", language = "python", code = "import subprocess" },
        });

        var errors = JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement.At("errors");
        Assert.Equal("checker.code", Assert.Single(errors.EnumerateArray()).Text("field"));
    }

    [Fact]
    public async Task A_wrong_policy_starts_nothing()
    {
        var folder = Directory.CreateTempSubdirectory("hotcell-test-");
        try
        {
            PolicyServer.Write(folder, "python: [{ rule: x, pattern: '(' }]");
            await using var server = ServerFixture.Launch(Path.Combine(folder.FullName, "warden.sock"), "--http-port", "0", "--code-policy", PolicyServer.FileIn(folder));

            Assert.Equal(2, await server.WaitForExitAsync());
            Assert.Contains("python[0].pattern", server.Log, StringComparison.Ordinal);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    public sealed class PolicyServer : IAsyncLifetime
    {
        private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("hotcell-test-");
        private ServerFixture? _server;

        public ServerFixture Server => _server ?? throw new InvalidOperationException("The server has not been started.");

        public static string FileIn(DirectoryInfo folder) => Path.Combine(folder.FullName, "policy.yaml");

        public static void Write(DirectoryInfo folder, string policy)
        {
            // The server's user must reach it.
            File.SetUnixFileMode(folder.FullName, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute);
            File.WriteAllText(FileIn(folder), policy);
        }

        public async ValueTask InitializeAsync()
        {
            Write(_folder, "python: [{ rule: no-subprocess, pattern: '\\b(import|from)\\s+subprocess\\b', reason: nothing is started here }]");
            _server = new ServerFixture { Options = ["--code-policy", FileIn(_folder), "--ready-time", "1"] };
            await _server.InitializeAsync();
        }

        public async ValueTask DisposeAsync()
        {
            if (_server is not null)
            {
                await _server.DisposeAsync();
            }

            _folder.Delete(recursive: true);
        }
    }
}
