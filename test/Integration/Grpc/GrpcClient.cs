using System.Buffers.Binary;
using System.Net;
using Google.Protobuf;
using Hotcell.Kit;

namespace Hotcell.Integration.Grpc;

/// <summary>Sends and reads exactly the bytes and headers that a test wants, over HTTP/2 without TLS.</summary>
internal sealed class GrpcClient : IDisposable
{
    public const string Execute = "/hotcell.v1.CodeExecutor/Execute";
    public const string ExecuteStream = "/hotcell.v1.CodeExecutor/ExecuteStream";

    private readonly HttpClient _http;

    /// <param name="window">Bytes that the server may send on a stream before this client reads.</param>
    public GrpcClient(ServerFixture server, int window = 64 * 1024)
        : this(server.Grpc, window)
    {
    }

    public GrpcClient(Uri address, int window = 64 * 1024) =>
        _http = new HttpClient(new SocketsHttpHandler { InitialHttp2StreamWindowSize = window }) { BaseAddress = new Uri($"http://{address.Authority}"), Timeout = TimeSpan.FromMinutes(3) };

    /// <summary>One frame, not compressed.</summary>
    public static byte[] Frame(IMessage message) => Frame(0, message.ToByteArray());

    public static byte[] Frame(byte flag, byte[] message)
    {
        var frame = new byte[5 + message.Length];
        frame[0] = flag;
        BinaryPrimitives.WriteInt32BigEndian(frame.AsSpan(1), message.Length);
        message.CopyTo(frame, 5);
        return frame;
    }

    public static HttpRequestMessage Request(string path, HttpContent body, params IEnumerable<(string Name, string Value)> headers)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, path)
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = body,
        };
        body.Headers.ContentType ??= new("application/grpc");
        request.Headers.TE.Add(new("trailers"));
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return request;
    }

    /// <summary>Sends a request and returns its answer as soon as its headers are there.</summary>
    public Task<HttpResponseMessage> OpenAsync(HttpRequestMessage request, CancellationToken cancellation = default) =>
        _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation);

    /// <summary>A whole call with a message.</summary>
    public Task<GrpcAnswer> CallAsync(string path, IMessage message, params IEnumerable<(string Name, string Value)> headers) =>
        CallAsync(path, Frame(message), headers);

    /// <summary>A whole call with these bytes.</summary>
    public async Task<GrpcAnswer> CallAsync(string path, byte[] body, params IEnumerable<(string Name, string Value)> headers)
    {
        using var request = Request(path, new ByteArrayContent(body), headers);
        using var response = await OpenAsync(request);
        var bytes = await response.Content.ReadAsByteArrayAsync();
        return new GrpcAnswer(response, bytes);
    }

    public void Dispose() => _http.Dispose();
}

/// <summary>What a call was answered with.</summary>
internal sealed class GrpcAnswer(HttpResponseMessage response, byte[] body)
{
    private readonly Dictionary<string, string> _trailers = response.TrailingHeaders.Concat(response.Headers).ToDictionary(header => header.Key, header => header.Value.First());

    public HttpStatusCode Http { get; } = response.StatusCode;

    public string? ContentType { get; } = response.Content.Headers.ContentType?.ToString();

    /// <summary>Number of the status; −1 when there is none.</summary>
    public int Status => int.Parse(Header("grpc-status") ?? "-1", System.Globalization.CultureInfo.InvariantCulture);

    public string Message => Uri.UnescapeDataString(Header("grpc-message") ?? "");

    public string? Header(string name) => _trailers.GetValueOrDefault(name);

    /// <summary>Flags and bytes of the messages.</summary>
    public IReadOnlyList<(byte Flag, byte[] Bytes)> Frames { get; } = [.. Split(body)];

    public T Only<T>(MessageParser<T> parser)
        where T : IMessage<T> => parser.ParseFrom(Frames.Single().Bytes);

    public Google.Rpc.Status Details
    {
        get
        {
            var text = Header("grpc-status-details-bin") ?? "";
            return Google.Rpc.Status.Parser.ParseFrom(Convert.FromBase64String(text.PadRight((text.Length + 3) / 4 * 4, '=')));
        }
    }

    private static IEnumerable<(byte, byte[])> Split(byte[] body)
    {
        for (var at = 0; at < body.Length;)
        {
            var length = BinaryPrimitives.ReadInt32BigEndian(body.AsSpan(at + 1));
            yield return (body[at], body[(at + 5)..(at + 5 + length)]);
            at += 5 + length;
        }
    }
}
