using Google.Protobuf;
using Hotcell.Server.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;

namespace Hotcell.Server.Grpc;

/// <summary>One call, as a method sees it.</summary>
internal sealed class GrpcCall : IDisposable
{
    /// <summary>For one piece of a message that the client does not read.</summary>
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(15);

    /// <summary>For the next message of a conversation.</summary>
    private static readonly TimeSpan s_idle = TimeSpan.FromMinutes(5);

    private readonly HttpContext _context;
    private readonly TimeProvider _time;
    private readonly MessageEncoding _encoding;
    private readonly FrameReader _reader;
    private readonly MemoryBudget.Lease _waiting;
    private readonly CancellationTokenSource _deadline;
    private readonly CancellationTokenSource _cancelled;

    /// <param name="mostBytes">Of one message that it takes.</param>
    /// <exception cref="GrpcException">Its headers are wrong.</exception>
    public GrpcCall(HttpContext context, int mostBytes, BodyBudget bodies, AnswerBudget answers, TimeProvider time)
    {
        _context = context;
        _time = time;
        var headers = context.Request.Headers;
        _encoding = MessageEncoding.Of(headers);
        if (_encoding.Packs)
        {
            context.Response.Headers[MessageEncoding.Header] = MessageEncoding.Gzip;
        }

        _deadline = new CancellationTokenSource(TimeoutOf(headers), time);
        _cancelled = CancellationTokenSource.CreateLinkedTokenSource(_deadline.Token, context.RequestAborted);
        _reader = new FrameReader(context.Request.Body, _encoding, mostBytes, bodies);
        _waiting = answers.Open();
    }

    /// <summary>Those of the one request that the call is.</summary>
    public IServiceProvider Services => _context.RequestServices;

    /// <summary>The deadline has passed, or the client is gone.</summary>
    public CancellationToken Cancelled => _cancelled.Token;

    /// <summary>Whether the deadline has passed.</summary>
    public bool IsLate => _deadline.IsCancellationRequested;

    /// <summary>Whether a message was sent in part.</summary>
    public bool IsTorn { get; private set; }

    /// <summary>For a stream that ends within a message, of RFC 9113; gRPC has a status for each.</summary>
    public int ResetCode => IsLate ? Http2.Cancel : Http2.EnhanceYourCalm;

    public void ThrowIfLate()
    {
        if (IsLate)
        {
            throw new GrpcException(GrpcStatus.Late);
        }
    }

    /// <summary>The message of a method that takes one.</summary>
    /// <exception cref="GrpcException">There is none, or more than one.</exception>
    public async Task<T> ReadOnlyAsync<T>(MessageParser<T> parser)
        where T : class, IMessage<T>
    {
        var message = await _reader.ReadAsync(parser, Cancelled);
        return message is not null && await _reader.ReadAsync(parser, Cancelled) is null
            ? message
            : throw new GrpcException(GrpcStatusCode.Unimplemented, "This method takes exactly one message.");
    }

    /// <summary>The next message of a conversation; null when the client has no more.</summary>
    /// <exception cref="GrpcException">It took too long.</exception>
    public async Task<T?> ReadNextAsync<T>(MessageParser<T> parser)
        where T : class, IMessage<T>
    {
        // Who may be silent sends nothing at any rate.
        _context.Features.Get<IHttpMinRequestBodyDataRateFeature>()?.MinDataRate = null;
        using var idle = new CancellationTokenSource(s_idle, _time);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(idle.Token, Cancelled);
        try
        {
            return await _reader.ReadAsync(parser, stop.Token);
        }
        catch (OperationCanceledException) when (idle.IsCancellationRequested)
        {
            throw new GrpcException(GrpcStatusCode.Unavailable, "The conversation was idle for too long.");
        }
    }

    /// <summary>Sends a message. Completes when the client, or the path to it, has taken it; a client that does not is cut.</summary>
    /// <param name="pending">What the method has to keep, in bytes, for as long as the client does not read.</param>
    public async Task WriteAsync(IMessage message, long pending = 0)
    {
        var pieces = FrameWriter.Frame(message, _encoding);
        message = null!;
        for (var left = pieces.Length; pieces.TryTake(out var piece); left -= piece.Length)
        {
            Cancelled.ThrowIfCancellationRequested();
            RequestFacts.Of(_context).CountSent(piece.Length);
            var write = _context.Response.Body.WriteAsync(piece, CancellationToken.None);
            if (!write.IsCompletedSuccessfully)
            {
                await AwaitClientAsync(write.AsTask(), left + pending);
            }
        }
    }

    public void Dispose()
    {
        _waiting.Dispose();
        _cancelled.Dispose();
        _deadline.Dispose();
    }

    private async Task AwaitClientAsync(Task write, long held)
    {
        using var patience = new CancellationTokenSource(s_patience, _time);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, Cancelled, _waiting.Revoked);
        _waiting.Take(held);
        try
        {
            // Not cancelled itself: that would reset the stream without saying why.
            await write.WaitAsync(stop.Token);
        }
        catch (OperationCanceledException)
        {
            IsTorn = true;
            throw;
        }
        finally
        {
            _waiting.GiveBack(held);
        }
    }

    private static TimeSpan TimeoutOf(IHeaderDictionary headers) =>
        headers[GrpcTimeout.Header].ToString() is not { Length: > 0 } text ? Timeout.InfiniteTimeSpan
        : GrpcTimeout.TryParse(text, out var timeout) ? timeout
        : throw new GrpcException(GrpcStatusCode.InvalidArgument, $"{GrpcTimeout.Header} must be 1 to 8 digits and one of H, M, S, m, u, n, not {JsonText.Shorten(text)}.");

    /// <summary>Error codes of RFC 9113, 7.</summary>
    private static class Http2
    {
        public const int Cancel = 0x8;
        public const int EnhanceYourCalm = 0xb;
    }
}
