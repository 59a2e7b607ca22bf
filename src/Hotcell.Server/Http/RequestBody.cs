using System.Buffers;
using System.Net.Mime;
using System.Text.Json;
using System.Text.Unicode;
using Hotcell.Engine.Executions;
using Hotcell.Server.Api.Problems;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Net.Http.Headers;

namespace Hotcell.Server.Http;

/// <summary>Reads the JSON body of a request. Every way in which it can be wrong has an answer of its own.</summary>
internal static class RequestBody
{
    /// <summary>Largest body, in bytes, where the operator chose none: 16 MiB of standard input in base64, and the program.</summary>
    public const int MaxBytes = 32 * 1024 * 1024;

    /// <summary>What an error that is about all of it names as its field.</summary>
    public const string Field = "body";

    private const int MaxDepth = 16;

    /// <summary>
    /// Names and values of one body. Each costs much more as a value, and as an error message, than as the two bytes that it can be sent in;
    /// no real request comes near.
    /// </summary>
    private const int MaxTokens = 64 * 1024;

    private const int DiscardedAtOnce = 16 * 1024;

    private static readonly TimeSpan s_discard = TimeSpan.FromSeconds(30);

    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    /// <summary>What <paramref name="read"/> makes of the body. Neither it nor the document's memory outlives this call.</summary>
    /// <exception cref="ProblemException">413, 415 or 429.</exception>
    /// <exception cref="RejectedException">The body is not JSON.</exception>
    public static async Task<T> ReadJsonAsync<T>(HttpContext context, BodyBudget budget, Func<JsonElement, T> read)
    {
        RequireJson(context.Request);
        if (context.Request.ContentLength > MostOf(context))
        {
            throw new ProblemException(ProblemDetails.TooLarge(MostOf(context)));
        }

        using var lease = budget.Open();
        using var document = Parse(await ReadAsync(context, lease));
        return read(document.RootElement);
    }

    /// <summary>A body of at most so many bytes, whatever it is.</summary>
    /// <param name="lease">Holds its memory.</param>
    /// <exception cref="ProblemException">408, 413 or 429.</exception>
    public static async Task<ReadOnlyMemory<byte>> ReadBytesAsync(HttpContext context, BodyBudget.Lease lease, int most)
    {
        if (context.Request.ContentLength > most)
        {
            throw new ProblemException(ProblemDetails.TooLarge(most));
        }

        try
        {
            context.Features.Get<IHttpMaxRequestBodySizeFeature>()?.MaxRequestBodySize = most;
            return await ReadAsync(context, lease);
        }
        catch (BadHttpRequestException error) when (error.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            throw new ProblemException(ProblemDetails.TooLarge(most));
        }
    }

    /// <summary>Largest body of this request, in bytes: the web server knows it.</summary>
    public static long MostOf(HttpContext context) => context.Features.Get<IHttpMaxRequestBodySizeFeature>()?.MaxRequestBodySize ?? MaxBytes;

    private static async Task<ReadOnlyMemory<byte>> ReadAsync(HttpContext context, BodyBudget.Lease lease)
    {
        var arriving = new ArrivingBytes(lease, (int)(context.Request.ContentLength ?? MostOf(context)));
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, lease.Revoked);
        while (true)
        {
            if (!arriving.TryGetRoom(out var room))
            {
                // Else those that are refused keep each other out, and all others.
                arriving.LetGo();
                await DiscardAsync(context);
                throw new ProblemException(ProblemDetails.Busy("The server holds as many request bodies as it may.", TimeSpan.FromSeconds(1)));
            }

            var read = await ReadSomeAsync(context, room, lease, stop.Token);
            if (read == 0)
            {
                return arriving.Bytes;
            }

            arriving.Add(read);
        }
    }

    private static async ValueTask<int> ReadSomeAsync(HttpContext context, Memory<byte> buffer, BodyBudget.Lease lease, CancellationToken stop)
    {
        try
        {
            return await context.Request.Body.ReadAsync(buffer, stop);
        }
        catch (OperationCanceledException) when (lease.Revoked.IsCancellationRequested)
        {
            throw new ProblemException(ProblemDetails.Plain(StatusCodes.Status408RequestTimeout, "The request came too slowly while others needed the memory that it held."));
        }
    }

    /// <summary>Lets a body for which there is no memory come to its end: a client that is still sending when it is answered sees a broken connection, and no answer.</summary>
    private static async Task DiscardAsync(HttpContext context)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted);
        stop.CancelAfter(s_discard);
        var buffer = ArrayPool<byte>.Shared.Rent(DiscardedAtOnce);
        try
        {
            while (await context.Request.Body.ReadAsync(buffer, stop.Token) > 0)
            {
            }
        }
        catch (OperationCanceledException) when (!context.RequestAborted.IsCancellationRequested)
        {
            // It has had its time.
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <exception cref="RejectedException">It is not JSON.</exception>
    public static JsonDocument Parse(ReadOnlyMemory<byte> body)
    {
        if (body.Span.StartsWith(ByteOrderMark))
        {
            body = body[ByteOrderMark.Length..];
        }

        if (!Utf8.IsValid(body.Span))
        {
            throw Malformed($"is not valid UTF-8 (first at byte {FirstInvalidByte(body.Span)})");
        }

        if (body.Span.Trim(" \t\r\n"u8).IsEmpty)
        {
            throw Malformed("is empty; a JSON object is needed");
        }

        try
        {
            RequireFewTokens(body.Span);
            return JsonDocument.Parse(body, new JsonDocumentOptions { MaxDepth = MaxDepth });
        }
        catch (JsonException error)
        {
            // The parser's message ends with the position in its own words and counting from zero.
            var reason = error.Message.Split(" LineNumber:", 2)[0];
            throw Malformed($"is not valid JSON at line {error.LineNumber + 1}, byte {error.BytePositionInLine + 1}: {reason}");
        }
    }

    /// <summary>Before anything is made of them: a document of values takes many times the memory of its text.</summary>
    private static void RequireFewTokens(ReadOnlySpan<byte> body)
    {
        var reader = new Utf8JsonReader(body, new JsonReaderOptions { MaxDepth = MaxDepth });
        for (var tokens = 0; reader.Read();)
        {
            if (++tokens > MaxTokens)
            {
                throw Malformed($"has more than {MaxTokens} names and values");
            }
        }
    }

    internal static RejectedException Malformed(string message) =>
        new(RejectionKind.Invalid, "The request body cannot be read.", [new FieldError(Field, message)]);

    private static int FirstInvalidByte(ReadOnlySpan<byte> bytes)
    {
        Span<char> scratch = stackalloc char[256];
        var position = 0;
        while (Utf8.ToUtf16(bytes[position..], scratch, out var read, out _, replaceInvalidSequences: false) == OperationStatus.DestinationTooSmall)
        {
            position += read;
        }

        _ = Utf8.ToUtf16(bytes[position..], scratch, out var last, out _, replaceInvalidSequences: false);
        return position + last;
    }

    private static void RequireJson(HttpRequest request)
    {
        // Required also because a web page of another origin can send text/plain, but not this, without asking first.
        if (!MediaTypeHeaderValue.TryParse(request.ContentType, out var type) || !type.MediaType.Equals(MediaTypeNames.Application.Json, StringComparison.OrdinalIgnoreCase))
        {
            throw new ProblemException(ProblemDetails.UnsupportedMediaType("Send the request as application/json."));
        }

        if (type.Charset.HasValue && !type.Charset.Equals("utf-8", StringComparison.OrdinalIgnoreCase))
        {
            throw new ProblemException(ProblemDetails.UnsupportedMediaType("Send the request in UTF-8."));
        }

        // Nothing is ever unpacked, so nothing small can become large.
        if (request.Headers.ContentEncoding.Count > 0)
        {
            throw new ProblemException(ProblemDetails.UnsupportedMediaType("Send the request without a content encoding."));
        }
    }
}
