using System.Text.Json;
using Hotcell.Engine.Executions;
using Hotcell.Engine.Judging;
using Hotcell.Server.Http;

namespace Hotcell.Server.Api.Editors;

/// <summary>The body of <c>POST /execute</c>. Fields that it does not know are left alone, as its clients expect.</summary>
/// <param name="Program">With the input of the request.</param>
/// <param name="HasInput">Whether the request gave one: where it did not, the first test's is as good.</param>
internal sealed record EditorRequest(DialectRequest Program, bool HasInput, IReadOnlyList<TestCase> Tests)
{
    private const int MostTests = 100;

    public static EditorRequest Read(JsonElement body)
    {
        var errors = new List<FieldError>();
        var fields = JsonFields.OfBody(body, errors);
        return new EditorRequest(new DialectRequest(ProgramFields.Read(fields), errors, Rename), fields.Has("input"), ReadTests(fields));
    }

    private static List<TestCase> ReadTests(JsonFields fields)
    {
        var tests = fields.Objects("testCases").Select(ReadTest).ToList();
        if (tests.Count > MostTests)
        {
            fields.Refuse("testCases", $"has {tests.Count} tests; at most {MostTests} are run at once");
        }

        return tests;
    }

    private static string Rename(string field) =>
        field.StartsWith("tests", StringComparison.Ordinal) ? "testCases" + field["tests".Length..].Replace(".stdin", ".input", StringComparison.Ordinal) : ProgramFields.Rename(field);

    private static TestCase ReadTest(JsonFields? test)
    {
        test?.Require("expectedOutput");
        return new TestCase(test?.Utf8("input") ?? default, test?.Utf8("expectedOutput") ?? default);
    }
}
