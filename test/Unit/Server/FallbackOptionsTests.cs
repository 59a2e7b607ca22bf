using Hotcell.Server.Hosting;

namespace Hotcell.Unit.Server;

public sealed class FallbackOptionsTests
{
    private const string Url = "Fallback__Judge0__Url";
    private const string Key = "Fallback__Judge0__Key";

    [Fact]
    public void There_is_none_unless_it_is_named()
    {
        var (options, errors) = Read([]);

        Assert.Empty(errors);
        Assert.Null(options!.Fallback);
    }

    [Fact]
    public void The_command_line_wins_and_the_key_comes_from_the_environment()
    {
        var (options, _) = Read(["--fallback-judge0", "https://one.example.org/judge0"], (Url, "https://other.example.org"), (Key, "secret"));

        Assert.Equal(("https://one.example.org/judge0", "secret"), (options!.Fallback!.Url.ToString(), options.Fallback.Key));
        Assert.Equal("https://other.example.org/", Read([], (Url, "https://other.example.org")).Options!.Fallback!.Url.ToString());
    }

    [Theory]
    [InlineData("judge0.example.org")]
    [InlineData("ftp://judge0.example.org")]
    [InlineData("file:///etc/passwd")]
    [InlineData("https://user:password@judge0.example.org")]
    [InlineData("https://judge0.example.org/?key=1")]
    [InlineData("https://judge0.example.org/#x")]
    [InlineData("")]
    public void What_is_no_address_is_refused_by_the_name_that_it_has(string url)
    {
        Assert.Contains(Read(["--fallback-judge0", url]).Errors, error => error.StartsWith("--fallback-judge0", StringComparison.Ordinal));
        if (url.Length > 0)
        {
            Assert.Contains(Read([], (Url, url)).Errors, error => error.StartsWith(Url, StringComparison.Ordinal));
        }
    }

    [Fact]
    public void A_key_without_a_server_and_one_that_cannot_be_sent_are_refused_and_not_told()
    {
        var errors = Read([], (Key, "secret\n")).Errors;

        Assert.Equal(2, errors.Count);
        Assert.All(errors, error => Assert.StartsWith(Key, error, StringComparison.Ordinal));
        Assert.All(errors, error => Assert.DoesNotContain("secret", error, StringComparison.Ordinal));
    }

    [Fact]
    public void Plain_output_and_a_code_policy_are_off_unless_they_are_named()
    {
        var usual = Read([]).Options!;
        var named = Read(["--plain-output", "--code-policy", "/etc/hotcell/policy.yaml"]).Options!;

        Assert.Equal((false, null, true, "/etc/hotcell/policy.yaml"), (usual.PlainOutput, usual.CodePolicy, named.PlainOutput, named.CodePolicy));
    }

    private static (ServerOptions? Options, IReadOnlyList<string> Errors) Read(string[] args, params (string Name, string Value)[] environment) =>
        CommandLine.Read(args, name => name == "HOTCELL_WARDEN_SOCKET" ? "/socket" : environment.FirstOrDefault(variable => variable.Name == name).Value);
}
