using Hotcell.Engine.Cells;
using Hotcell.Engine.Executions;

namespace Hotcell.Engine.Judging;

/// <summary>Checks the tests of a request, and makes the choices that they leave open.</summary>
/// <param name="planProgram">Checks and plans a checker as a program of its own; throws <see cref="RejectedException"/>.</param>
internal sealed class TestPlanner(EngineOptions options, ExecutionRequest request, Func<ExecutionRequest, ExecutionPlan> planProgram, List<FieldError> errors)
{
    /// <summary>Each is compiled, and what its compiler left is held, until the last test is over.</summary>
    private const int MostPrograms = 4;

    /// <summary>More than any contest gives; sums stay exact.</summary>
    private const double MostPoints = 1e9;

    private readonly Dictionary<Checker, ExecutionPlan> _programs = new(ReferenceEqualityComparer.Instance);

    /// <param name="memoryCeiling">What the warden gives at most.</param>
    public void Check(ByteSize memoryCeiling)
    {
        if (request.Tests.Count > options.MaxTests)
        {
            errors.Add(new FieldError("tests", $"must not be more than {options.MaxTests}"));
            return;
        }

        if (request.Tests.Count > 0 && !request.Stdin.IsEmpty)
        {
            errors.Add(new FieldError("stdin", "cannot be given together with tests, which have their own"));
        }

        CheckChecker(request.Checker, "checker");
        for (var i = 0; i < request.Tests.Count; i++)
        {
            CheckTest(request.Tests[i], $"tests[{i}]", memoryCeiling);
        }

        if (request.Tests.Select(test => test.Checker).Append(request.Checker).Where(checker => checker?.Own is not null).Distinct(ReferenceEqualityComparer.Instance).Count() > MostPrograms)
        {
            errors.Add(new FieldError("tests", $"have more than {MostPrograms} different programs as checkers"));
        }
    }

    /// <param name="program">The plan of the request, without its tests.</param>
    /// <param name="withLimits">The same with other limits, which are in the request behind the path.</param>
    public ExecutionPlan Plan(ExecutionPlan program, Func<RequestedLimits, string, ExecutionPlan> withLimits)
    {
        var tests = new List<TestPlan>(request.Tests.Count);
        var room = program.MaxArtifact;
        for (var i = 0; i < request.Tests.Count; i++)
        {
            var test = request.Tests[i];
            var own = test.Limits == new RequestedLimits() ? program : withLimits(test.Limits.Or(request.Limits), $"tests[{i}].");
            var checker = test.Checker ?? request.Checker;
            tests.Add(new TestPlan(test, own.Run, checker, _programs.GetValueOrDefault(checker)));
            room = own.MaxArtifact < room ? own.MaxArtifact : room;
        }

        // What the compiler leaves must fit the test that has the least room.
        return program with { Tests = tests, StopOnFailure = request.StopOnFailure, MaxArtifact = room };
    }

    private void CheckTest(TestCase test, string at, ByteSize memoryCeiling)
    {
        if (test.Stdin.Length > options.MaxStdin.Bytes)
        {
            errors.Add(new FieldError($"{at}.stdin", $"must not be larger than {options.MaxStdin}"));
        }

        if (!(test.Points >= 0 && test.Points <= MostPoints))
        {
            errors.Add(new FieldError($"{at}.points", $"must be 0 to {MostPoints:0}"));
        }

        new LimitRules(request.RangesOf(options), errors, $"{at}.").Check(test.Limits, memoryCeiling);
        if (test.Checker is { } own)
        {
            CheckChecker(own, $"{at}.checker");
        }
    }

    private void CheckChecker(Checker checker, string at)
    {
        if (checker is Checker.Floats floats)
        {
            CheckTolerance(floats.Absolute, $"{at}.absolute");
            CheckTolerance(floats.Relative, $"{at}.relative");
        }

        if (checker.Own is not { } program || _programs.ContainsKey(checker) || _programs.Count == MostPrograms)
        {
            return;
        }

        for (var i = 0; i < program.Files.Count; i++)
        {
            if (CheckerFiles.Names.Contains(program.Files[i].Name, StringComparer.Ordinal))
            {
                errors.Add(new FieldError($"{at}.files[{i}].name", "is the name of a file that it is given"));
            }
        }

        try
        {
            _programs[checker] = planProgram(program with { Args = CheckerFiles.Names, Ranges = request.Ranges, Caller = request.Caller });
        }
        catch (RejectedException rejected)
        {
            errors.AddRange(rejected.Errors.Select(error => error with { Field = $"{at}.{error.Field}" }));
        }
    }

    private void CheckTolerance(double tolerance, string at)
    {
        if (!(tolerance >= 0 && double.IsFinite(tolerance)))
        {
            errors.Add(new FieldError(at, "must be 0 or more"));
        }
    }
}
