using System.Net.WebSockets;
using Hotcell.Server.Api.Problems;

namespace Hotcell.Server.Api.Executions.Live;

/// <summary>How connections end: the codes of RFC 6455, and of its range for applications.</summary>
internal static class LiveCloses
{
    /// <summary>Of a client that means to come back: the program goes on for a while, as if the connection were lost.</summary>
    public const WebSocketCloseStatus BackSoon = (WebSocketCloseStatus)4000;

    private const WebSocketCloseStatus Replaced = (WebSocketCloseStatus)4001;

    /// <summary>1013 of the registry that RFC 6455 has begun.</summary>
    private const WebSocketCloseStatus TryAgainLater = (WebSocketCloseStatus)1013;

    public static LiveClose Finished { get; } = new(WebSocketCloseStatus.NormalClosure, "finished");

    public static LiveClose TakenOver { get; } = new(Replaced, "another connection has taken over");

    public static LiveClose NoFrame { get; } = new(WebSocketCloseStatus.PolicyViolation, "the first frame came too late");

    public static LiveClose NotText { get; } = new(WebSocketCloseStatus.InvalidMessageType, "the first frame must be text");

    /// <summary>After an <c>error</c>, which says more.</summary>
    public static LiveClose Of(ProblemDetails problem) => new(
        problem.Status switch
        {
            StatusCodes.Status413PayloadTooLarge => WebSocketCloseStatus.MessageTooBig,
            StatusCodes.Status429TooManyRequests or StatusCodes.Status503ServiceUnavailable => TryAgainLater,
            >= StatusCodes.Status500InternalServerError => WebSocketCloseStatus.InternalServerError,
            _ => WebSocketCloseStatus.PolicyViolation,
        },
        problem.Title);
}

/// <summary>Ends a connection, with an <c>error</c> before.</summary>
internal sealed class LiveCloseException(ProblemDetails problem, LiveClose close) : Exception(problem.Title)
{
    public LiveCloseException(ProblemDetails problem)
        : this(problem, LiveCloses.Of(problem))
    {
    }

    public ProblemDetails Problem => problem;

    public LiveClose Close => close;
}
