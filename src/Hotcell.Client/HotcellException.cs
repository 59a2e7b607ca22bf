using System.Net.Http.Json;
using System.Text.Json;

namespace Hotcell.Client;

/// <summary>The server refuses a request, or fails at it. Nothing of it is about the user's program.</summary>
public sealed class HotcellException : Exception
{
    /// <param name="problem">What the server says.</param>
    /// <param name="retryAfter">When it may be worth to try again.</param>
    public HotcellException(Problem problem, TimeSpan? retryAfter)
        : base(problem.ToString())
    {
        Problem = problem;
        RetryAfter = retryAfter;
    }

    /// <summary>What the server says.</summary>
    public Problem Problem { get; }

    /// <summary>Every wrong field of the request.</summary>
    public IReadOnlyList<FieldError> Errors => Problem.Errors;

    /// <summary>When it may be worth to try again; null where the server says nothing of it.</summary>
    public TimeSpan? RetryAfter { get; }

    internal static async Task<HotcellException> OfAsync(HttpResponseMessage response, CancellationToken cancellation) =>
        new(await ProblemOfAsync(response, cancellation), response.Headers.RetryAfter?.Delta);

    private static async Task<Problem> ProblemOfAsync(HttpResponseMessage response, CancellationToken cancellation)
    {
        try
        {
            return response.Content.Headers.ContentType?.MediaType == "application/problem+json"
                && await response.Content.ReadFromJsonAsync(ClientJson.Default.Problem, cancellation) is { } problem ? problem : Problem.Of(response, null);
        }
        catch (JsonException)
        {
            return Problem.Of(response, null);
        }
    }
}

/// <summary>A problem document (RFC 9457).</summary>
public sealed record Problem
{
    /// <summary>A stable name for programs: <c>urn:hotcell:problem:</c> and a word, or <c>about:blank</c>.</summary>
    public string Type { get; init => field = value ?? "about:blank"; } = "about:blank";

    /// <summary>For people.</summary>
    public string Title { get; init => field = value ?? ""; } = "";

    /// <summary>Of the answer.</summary>
    public int Status { get; init; }

    /// <summary>For people, of this very case.</summary>
    public string? Detail { get; init; }

    /// <summary>Every wrong field of the request.</summary>
    public IReadOnlyList<FieldError> Errors { get; init => field = value ?? []; } = [];

    /// <summary>Where a fault of the server's own happened.</summary>
    public Fault? Fault { get; init; }

    /// <summary>All of it in one line.</summary>
    public override string ToString() => string.Join(
        ' ', new[] { $"{Title} ({Status}).", Detail, string.Join("; ", Errors.Select(error => $"{error.Field}: {error.Message}")) }.Where(part => !string.IsNullOrEmpty(part)));

    /// <summary>Of an answer that brings none of its own.</summary>
    internal static Problem Of(HttpResponseMessage response, string? detail) =>
        new() { Title = response.ReasonPhrase ?? "", Status = (int)response.StatusCode, Detail = detail };
}

/// <summary>One wrong field of a request.</summary>
/// <param name="Field">Its path, such as <c>files[1].name</c> or <c>limits.memory_mb</c>.</param>
/// <param name="Message">What is wrong with it.</param>
public sealed record FieldError(string Field, string Message);

/// <summary>Where a fault of the server's own happened.</summary>
/// <param name="Stage">Of the execution.</param>
/// <param name="Step">Of making a cell.</param>
/// <param name="Index">Which one, where a step is done several times.</param>
/// <param name="Errno">0 where no system call failed.</param>
public sealed record Fault(string Stage, string Step, int Index, int Errno);
