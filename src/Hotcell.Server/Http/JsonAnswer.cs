using System.Buffers;
using System.Net.Mime;
using Hotcell.Server.Api.Problems;

namespace Hotcell.Server.Http;

/// <summary>
/// Sends answers. One that is not fetched holds what its program wrote, as bytes and once, and a window of the answer (<see cref="Pieces"/>): all of them together are
/// bounded (<see cref="AnswerBudget"/>), and a client that stops taking its answer is cut. Kestrel's own minimum rate is no help here: it counts what the kernel
/// took for the client, megabytes at once, as credit for hours.
/// </summary>
internal static class JsonAnswer
{
    /// <summary>For one piece of an answer.</summary>
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(15);

    /// <summary>For small documents.</summary>
    public static Task WriteJsonAsync(this HttpResponse response, ReadOnlyMemory<byte> json, CancellationToken cancellation) =>
        response.WriteJsonAsync(0, output => output.Write(json.Span), cancellation);

    /// <summary>For documents of any size.</summary>
    /// <param name="held">What it refers to while the client reads, in bytes.</param>
    /// <exception cref="ProblemException">429: others needed the memory before the answer was begun.</exception>
    public static Task WriteJsonAsync(this HttpResponse response, long held, Action<IBufferWriter<byte>> write, CancellationToken cancellation) =>
        response.WriteAsync(held, write, whole: true, cancellation);

    /// <summary>A part of an answer whose end nobody knows yet. Its headers are set before.</summary>
    /// <inheritdoc cref="WriteJsonAsync(HttpResponse, long, Action{IBufferWriter{byte}}, CancellationToken)"/>
    public static Task WritePartAsync(this HttpResponse response, long held, Action<IBufferWriter<byte>> write, CancellationToken cancellation) =>
        response.WriteAsync(held, write, whole: false, cancellation);

    private static async Task WriteAsync(this HttpResponse response, long held, Action<IBufferWriter<byte>> write, bool whole, CancellationToken cancellation)
    {
        using var lease = response.HttpContext.RequestServices.GetRequiredService<AnswerBudget>().Open();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(lease.Revoked, cancellation);
        try
        {
            lease.Take(held);
            var pieces = Pieces.Of(write);
            write = null!;
            lease.Take(pieces.Length - (pieces.HasLongTexts ? 0 : held));
            if (whole)
            {
                response.ContentType = MediaTypeNames.Application.Json;
                response.ContentLength = pieces.HasLongTexts ? null : pieces.Length;
            }

            while (pieces.TryTake(out var piece))
            {
                stop.CancelAfter(s_patience);
                await response.Body.WriteAsync(piece, stop.Token);
                RequestFacts.Of(response.HttpContext).CountSent(piece.Length);
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            if (lease.Revoked.IsCancellationRequested && !response.HasStarted)
            {
                throw new ProblemException(ProblemDetails.Busy("The server holds as many answers as it may.", TimeSpan.FromSeconds(1)));
            }

            response.HttpContext.Abort();
        }
    }
}
