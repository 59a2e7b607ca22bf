using Hotcell.Engine.Executions;
using Hotcell.Engine.Judging;
using Hotcell.Server.Http;

namespace Hotcell.Server.Api.Executions;

/// <summary>Reads the tests of a request, and the checker that it may name for all of them.</summary>
/// <param name="codes">As of <see cref="ExecutionsReader.ReadFiles"/>.</param>
internal sealed class TestsReader(ISet<string> codes)
{
    private const string Exact = "exact";
    private const string Lines = "lines";
    private const string Tokens = "tokens";
    private const string Unordered = "unordered";
    private const string Floats = "floats";
    private const string Program = "program";
    private const string Interactor = "interactor";

    public ExecutionRequest Read(JsonFields fields, ExecutionRequest request)
    {
        var checker = ReadChecker(fields, "checker") ?? new Checker.Lines();
        return request with
        {
            Tests = [.. fields.Objects("tests").Select(test => test is null ? new TestCase(default, default) : ReadTest(test, checker))],
            Checker = checker,
            StopOnFailure = fields.Flag("stop_on_failure") ?? false,
        };
    }

    /// <summary>Null where there is none, or one that cannot be read.</summary>
    private Checker? ReadChecker(JsonFields fields, string name)
    {
        if (!fields.IsObject(name))
        {
            return fields.Has(name) ? Named(fields.Choice(name, Lines, Exact, Tokens, Unordered, Floats)) : null;
        }

        var own = fields.Object(name)!;
        own.Require("kind");
        var kind = own.Choice("kind", Lines, Exact, Tokens, Unordered, Floats, Program, Interactor);
        var checker = kind switch
        {
            Floats => new Checker.Floats(own.Number("absolute") ?? Tolerance(own), own.Number("relative") ?? Tolerance(own)),
            Program => new Checker.Program(ReadProgram(own)),
            Interactor => new Checker.Interactor(ReadProgram(own)),
            _ => Named(kind),
        };
        own.RefuseOthers();
        return checker;
    }

    private static Checker Named(string kind) => kind switch
    {
        Exact => new Checker.Exact(),
        Tokens => new Checker.Tokens(),
        Unordered => new Checker.Unordered(),
        Floats => new Checker.Floats(Checker.Floats.UsualTolerance, Checker.Floats.UsualTolerance),
        _ => new Checker.Lines(),
    };

    /// <summary>Who names one tolerance wants no other.</summary>
    private static double Tolerance(JsonFields floats) => floats.Has("absolute") || floats.Has("relative") ? 0 : Checker.Floats.UsualTolerance;

    private ExecutionRequest ReadProgram(JsonFields checker)
    {
        checker.Require("language");
        return new ExecutionRequest
        {
            Language = checker.Text("language") ?? "",
            Files = ExecutionsReader.ReadFiles(checker, codes),
            Limits = ExecutionsReader.ReadLimits(checker),
        };
    }

    /// <param name="usual">The checker of tests that name none.</param>
    private TestCase ReadTest(JsonFields test, Checker usual)
    {
        var own = ReadChecker(test, "checker");
        if ((own ?? usual) is not (Checker.Program or Checker.Interactor))
        {
            test.Require("expected");
        }

        var read = new TestCase(ExecutionsReader.ReadBytes(test, "stdin", "stdin_encoding"), ExecutionsReader.ReadBytes(test, "expected", "expected_encoding"))
        {
            Checker = own,
            Points = test.Number("points") ?? 1,
            Limits = ExecutionsReader.ReadLimits(test),
        };
        test.RefuseOthers();
        return read;
    }
}
