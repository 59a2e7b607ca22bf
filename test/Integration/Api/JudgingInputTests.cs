using System.Net;
using System.Text.Json;
using Hotcell.Kit;
using Xunit;

namespace Hotcell.Integration.Api;

/// <summary>Wrong tests are named, all at once.</summary>
public sealed class JudgingInputTests(ServerFixture server) : IClassFixture<LeavesNothing<ServerFixture>>
{
    [Fact]
    public async Task Every_wrong_field_is_named_at_once() => Assert.Equal(
        [
            "checker.code: is required (or files)",
            "checker.language: 'pythn' is not a known language; did you mean python?",
            "checker.limits.memory_mb: must be 8 to 1024, not 5",
            "checker.speed: is not known; known are code, files, kind, language, limits",
            "stdin: cannot be given together with tests, which have their own",
            "stop_on_failure: must be true or false, not a string",
            "tests[0].limits.wall_time_ms: must be 1 to 120000, not 0",
            "tests[0].points: must be 0 to 1000000000",
            "tests[1].checker.kind: must be one of lines, exact, tokens, unordered, floats, program, interactor",
            "tests[2].checker: must be one of lines, exact, tokens, unordered, floats",
            "tests[2].expected_encoding: must be one of utf8, base64",
            "tests[3]: must be an object, not a number",
            "tests[4].checker.absolute: must be 0 or more",
            "tests[4].expected: is required",
            "tests[4].name: is not known; known are checker, expected, expected_encoding, limits, points, stdin, stdin_encoding",
            "tests[5].checker.code: must be a string, not a number",
        ],
        await ErrorsAsync("""
            {"language": "python", "code": "", "stdin": "x", "stop_on_failure": "yes",
             "checker": {"kind": "program", "language": "pythn", "limits": {"memory_mb": 5}, "speed": 1},
             "tests": [
               {"expected": "", "points": -1, "limits": {"wall_time_ms": 0}},
               {"expected": "", "checker": {"kind": "magic"}},
               {"expected": "", "checker": "magic", "expected_encoding": "latin1"},
               5,
               {"checker": {"kind": "floats", "absolute": -1}, "name": "x"},
               {"checker": {"kind": "program", "language": "python", "code": 5}}]}
            """));

    [Fact]
    public async Task A_checker_may_not_bring_the_files_that_it_is_given() => Assert.Equal(
        ["checker.files[1].name: is the name of a file that it is given"],
        await ErrorsAsync("""
            {"language": "python", "code": "", "tests": [{"expected": ""}],
             "checker": {"kind": "program", "language": "python", "files": [{"content": ""}, {"name": "answer.txt", "content": ""}]}}
            """));

    [Fact]
    public async Task Tests_and_their_programs_are_not_too_many()
    {
        var tests = Enumerable.Range(0, 5).Select(_ => new { checker = new { kind = "program", language = "bash", code = "exit 0" } });
        Assert.Equal(["tests: have more than 4 different programs as checkers"], await ErrorsAsync(JsonSerializer.Serialize(new { language = "bash", code = "", tests })));

        var many = Enumerable.Range(0, 1001).Select(_ => new { expected = "" });
        Assert.Equal(["tests: must not be more than 1000"], await ErrorsAsync(JsonSerializer.Serialize(new { language = "bash", code = "", tests = many })));
    }

    private async Task<IEnumerable<string>> ErrorsAsync(string body)
    {
        using var response = await server.PostAsync("/api/v1/executions", JsonDocument.Parse(body).RootElement);
        var answer = JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement;
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        return answer.At("errors").EnumerateArray().Select(error => $"{error.Text("field")}: {error.Text("message")}").Order(StringComparer.Ordinal);
    }
}
