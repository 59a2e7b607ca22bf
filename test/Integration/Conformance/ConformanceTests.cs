using System.Collections.Concurrent;
using System.Net;
using Xunit;

namespace Hotcell.Integration.Conformance;

/// <summary>
/// One table, scenarios × dialects: every cell is a request to a real server whose program runs in a real cell (or is refused), and every cell of a row
/// must come back the same, whatever the words.
/// </summary>
public sealed class ConformanceTests(ConformanceServer fixture) : IClassFixture<ConformanceServer>
{
    /// <summary>What the first dialect of a row was told, for those after it.</summary>
    private static readonly ConcurrentDictionary<string, Outcome> s_first = new();

    public static TheoryData<string, string> Verdicts => Cells(Scenario.Verdicts);

    public static TheoryData<string, string> Refusals => Cells(Scenario.Refusals);

    public static TheoryData<string> OverHttp => [.. Dialect.All.OfType<JsonDialect>().Select(dialect => dialect.Name)];

    [Theory]
    [MemberData(nameof(Verdicts))]
    public async Task Every_dialect_tells_the_same_verdict_and_bytes(string scenario, string dialect)
    {
        var expected = Scenario.Of(scenario);
        var actual = (await Dialect.Of(dialect).SendAsync(fixture.Server, expected.Ask)).Outcome;

        Assert.NotNull(actual);
        AssertLike(expected.Reply.Outcome!, actual);
        Assert.Equal(s_first.GetOrAdd(scenario, actual.Common), actual.Common);
    }

    [Theory]
    [MemberData(nameof(Refusals))]
    public async Task Every_dialect_names_every_wrong_field_in_its_own_shape(string scenario, string dialect)
    {
        var expected = Scenario.Of(scenario);

        var reply = await Dialect.Of(dialect).SendAsync(fixture.Server, expected.Ask);

        Assert.Null(reply.Outcome);
        Assert.Equal(expected.Reply.Refusal, reply.Refusal);
    }

    [Theory]
    [MemberData(nameof(OverHttp))]
    public async Task What_is_not_sent_as_json_is_refused_in_the_dialects_own_shape(string dialect)
    {
        var reply = await ((JsonDialect)Dialect.Of(dialect)).SendAsync(fixture.Server, new Ask { Code = "" }, "text/plain");

        Assert.Equal(new Refusal((int)HttpStatusCode.UnsupportedMediaType, ""), reply.Refusal);
    }

    /// <summary>The one thing that dialects are meant to differ in: clients of other services send fields that only those know.</summary>
    [Theory]
    [MemberData(nameof(OverHttp))]
    public async Task Unknown_fields_are_named_by_our_own_dialects_and_left_alone_by_the_others(string dialect)
    {
        var reply = await Dialect.Of(dialect).SendAsync(fixture.Server, new Ask { Raw = [.. """{"language": "bash", "code": "echo hello", "userId": 7}"""u8] });

        if (dialect is "native" or "events" or "flat")
        {
            Assert.Equal(new Refusal((int)HttpStatusCode.BadRequest, "userId"), reply.Refusal);
        }
        else
        {
            Assert.Equal("hello\n", reply.Outcome?.Stdout);
        }
    }

    private static TheoryData<string, string> Cells(IEnumerable<Scenario> scenarios) =>
        [.. from scenario in scenarios from dialect in Dialect.All where dialect.CanSay(scenario.Ask) select (scenario.Name, dialect.Name)];

    private static void AssertLike(Outcome expected, Outcome actual)
    {
        Assert.Equal((expected.Verdict, expected.ExitCode), (actual.Verdict, actual.ExitCode));
        AssertText(expected.Stdout, actual.Stdout);
        AssertText(expected.Stderr, actual.Stderr);
        if (actual.Interleaved is { } both)
        {
            AssertText(expected.Interleaved!, both);
        }
    }

    private static void AssertText(string expected, string actual)
    {
        if (expected.EndsWith('…'))
        {
            Assert.StartsWith(expected[..^1], actual, StringComparison.Ordinal);
        }
        else
        {
            Assert.Equal(expected, actual);
        }
    }
}
