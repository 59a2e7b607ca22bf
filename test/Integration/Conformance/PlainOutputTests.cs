using Hotcell.Kit;
using Xunit;

namespace Hotcell.Integration.Conformance;

/// <summary>A server with <c>--plain-output</c>.</summary>
public sealed class PlainOutputTests(PlainOutputTests.PlainServer fixture) : IClassFixture<PlainOutputTests.PlainServer>
{
    public sealed class PlainServer() : ConformanceServer("--plain-output");

    public static TheoryData<string> Dialects => [.. Dialect.All.Select(dialect => dialect.Name)];

    [Theory]
    [MemberData(nameof(Dialects))]
    public async Task Control_codes_are_told_in_no_dialect(string dialect)
    {
        const string code = @"printf '\e[31mred\e[0m\0 \e[1'; sleep 0.2; printf '\e]0;title\aloud\n' >&2; sleep 0.2; printf 'mbold\n'";
        var reply = await Dialect.Of(dialect).SendAsync(fixture.Server, new Ask { Code = code });

        Assert.Equal(("Ok", "red bold\n", "loud\n"), (reply.Outcome!.Verdict, reply.Outcome.Stdout, reply.Outcome.Stderr));
        Assert.Contains(reply.Outcome.Interleaved, new[] { null, "red loud\nbold\n" });
    }

    [Fact]
    public async Task A_request_that_says_otherwise_has_the_word()
    {
        var answer = await fixture.Server.RunAsync(new { language = "bash", code = @"printf '\e[31mred'", plain_output = false });
        Assert.Equal("\e[31mred", answer.Text("run", "stdout"));
    }

    [Fact]
    public async Task What_is_judged_is_what_was_written()
    {
        var answer = await fixture.Server.RunAsync(new { language = "bash", code = @"printf '\e[1mred'", tests = new[] { new { expected = "\e[1mred" }, new { expected = "red" } } });

        Assert.Equal(["Accepted", "WrongAnswer"], answer.At("tests").EnumerateArray().Select(test => test.Text("verdict")));
        Assert.All(answer.At("tests").EnumerateArray(), test => Assert.Equal("red", test.Text("run", "stdout")));
    }
}
