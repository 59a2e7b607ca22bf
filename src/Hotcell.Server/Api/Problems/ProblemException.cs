namespace Hotcell.Server.Api.Problems;

/// <summary>Ends a request with a problem document.</summary>
internal sealed class ProblemException(ProblemDetails problem) : Exception(problem.Title)
{
    public ProblemDetails Problem { get; } = problem;
}
