using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Hotcell.Engine.Executions;

namespace Hotcell.Engine.Judging;

/// <summary>What a checker program or an interactor thinks, by the exit codes of testlib.</summary>
internal sealed partial record CheckerReport(Verdict Verdict, double Points, string? Message)
{
    private const int LongestMessage = 1024;
    private const int PointsCode = 7;

    /// <summary>Of <c>_pc(0)</c>, as testlib has it with TESTSYS; without, such codes would be those of other verdicts.</summary>
    private const int FirstPart = 50;

    private const int WholePart = 100;

    /// <param name="result">How it ran.</param>
    /// <param name="maxPoints">Of the test.</param>
    public static CheckerReport Of(StageResult result, double maxPoints)
    {
        var message = MessageOf(result.Stderr.Span);
        return (result.Verdict, result.ExitCode) switch
        {
            (Verdict.Ok, _) => new(Verdict.Accepted, maxPoints, message),
            (Verdict.RuntimeError, 1) => new(Verdict.WrongAnswer, 0, message),

            // Presentation, something behind the answer, and its end too soon.
            (Verdict.RuntimeError, 2 or 4 or 8) => new(Verdict.PresentationError, 0, message),
            (Verdict.RuntimeError, 3) => Failed("says that it failed", message),
            (Verdict.RuntimeError, PointsCode) when PointsIn(message) is { } points => Part(points, maxPoints, message),
            (Verdict.RuntimeError, >= FirstPart and <= FirstPart + WholePart and var code) => Part(maxPoints * (code - FirstPart) / WholePart, maxPoints, message),
            (Verdict.RuntimeError, var code) => Failed($"ended with exit code {code}, which says nothing", message),
            _ => Failed($"ended with {result.Verdict}", message),
        };
    }

    /// <summary>Nothing is known about the program.</summary>
    /// <param name="why">Behind the words "The checker".</param>
    public static CheckerReport Failed(string why, string? message = null) => new(Verdict.JudgeError, 0, $"The checker {why}{(message is null ? "." : ": " + message)}");

    public static string? MessageOf(ReadOnlySpan<byte> text)
    {
        var message = Encoding.UTF8.GetString(text[..Math.Min(text.Length, LongestMessage)]).Trim();
        return message.Length == 0 ? null : message;
    }

    private static CheckerReport Part(double points, double maxPoints, string? message)
    {
        points = Math.Clamp(points, 0, maxPoints);
        var verdict = points >= maxPoints ? Verdict.Accepted : points > 0 ? Verdict.PartiallyCorrect : Verdict.WrongAnswer;
        return new(verdict, points, message);
    }

    /// <summary>A number of digits, as testlib writes it.</summary>
    private static double? PointsIn(string? message) =>
        message is not null && PointsAtFront().Match(message) is { Success: true } match
        && double.TryParse(match.Groups[1].ValueSpan, NumberStyles.Float, CultureInfo.InvariantCulture, out var points) ? points : null;

    [GeneratedRegex(@"^(?:points\s+)?(-?[0-9]{1,15}(?:\.[0-9]{1,15})?)(?![0-9.])", RegexOptions.CultureInvariant)]
    private static partial Regex PointsAtFront();
}
