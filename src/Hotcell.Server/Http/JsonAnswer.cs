using System.Buffers;
using System.Net.Mime;
using Hotcell.Server.Api.Problems;

namespace Hotcell.Server.Http;

/// <summary>
/// Sends answers. One that is not fetched waits in memory: all of them together are bounded (<see cref="AnswerBudget"/>), and a client that stops
/// taking its answer is cut. Kestrel's own minimum rate is no help here: it counts what the kernel took for the client, megabytes at once, as
/// credit for hours.
/// </summary>
internal static class JsonAnswer
{
    /// <summary>Bytes of output, from which on answers are made one after the other: on its way to JSON a byte needs up to thirty.</summary>
    private const long Large = 1024 * 1024;

    /// <summary>What a byte of output costs until the answer is made: twice as a byte, once as text.</summary>
    private const long Unmade = 4;

    /// <summary>For one piece of an answer.</summary>
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(15);

    private static readonly SemaphoreSlim s_oneLarge = new(1);

    /// <summary>For small documents.</summary>
    public static Task WriteJsonAsync(this HttpResponse response, ReadOnlyMemory<byte> json, CancellationToken cancellation) =>
        response.WriteJsonAsync(0, output => output.Write(json.Span), cancellation);

    /// <summary>For documents of any size.</summary>
    /// <param name="size">About how many bytes go into it.</param>
    /// <param name="write">What it refers to is not held while the client reads.</param>
    /// <exception cref="ProblemException">429: others needed the memory before the answer was made.</exception>
    public static Task WriteJsonAsync(this HttpResponse response, long size, Action<IBufferWriter<byte>> write, CancellationToken cancellation) =>
        response.WriteAsync(size, write, whole: true, cancellation);

    /// <summary>A part of an answer whose end nobody knows yet. Its headers are set before.</summary>
    /// <inheritdoc cref="WriteJsonAsync(HttpResponse, long, Action{IBufferWriter{byte}}, CancellationToken)"/>
    public static Task WritePartAsync(this HttpResponse response, long size, Action<IBufferWriter<byte>> write, CancellationToken cancellation) =>
        response.WriteAsync(size, write, whole: false, cancellation);

    private static async Task WriteAsync(this HttpResponse response, long size, Action<IBufferWriter<byte>> write, bool whole, CancellationToken cancellation)
    {
        using var lease = response.HttpContext.RequestServices.GetRequiredService<AnswerBudget>().Open();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(lease.Revoked, cancellation);
        try
        {
            lease.Take(Unmade * size);
            var pieces = size < Large ? Pieces.Of(write) : await MakeLargeAsync(write, stop.Token);
            write = null!;
            lease.Take(pieces.Length - (Unmade * size));
            if (whole)
            {
                response.ContentType = MediaTypeNames.Application.Json;
                response.ContentLength = pieces.Length;
            }

            while (pieces.TryTake(out var piece))
            {
                stop.CancelAfter(s_patience);
                await response.Body.WriteAsync(piece, stop.Token);
                RequestFacts.Of(response.HttpContext).CountSent(piece.Length);
                lease.GiveBack(piece.Length);
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

    private static async Task<Pieces> MakeLargeAsync(Action<IBufferWriter<byte>> write, CancellationToken stop)
    {
        await s_oneLarge.WaitAsync(stop);
        try
        {
            return Pieces.Of(write);
        }
        finally
        {
            s_oneLarge.Release();
        }
    }
}
