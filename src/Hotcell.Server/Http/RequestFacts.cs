using System.Diagnostics;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.Metadata;

namespace Hotcell.Server.Http;

/// <summary>What logs and traces tell of a request: nothing that its sender could write as he likes.</summary>
internal sealed class RequestFacts(HttpContext context)
{
    /// <summary>OpenTelemetry's word for methods that are none of HTTP's.</summary>
    private const string OtherMethod = "_OTHER";

    private static readonly HashSet<string> s_methods =
    [
        HttpMethods.Get, HttpMethods.Post, HttpMethods.Put, HttpMethods.Delete, HttpMethods.Head, HttpMethods.Options, HttpMethods.Patch, HttpMethods.Trace, HttpMethods.Connect,
    ];

    private long _sent;

    public string Method => s_methods.TryGetValue(context.Request.Method, out var known) ? known : OtherMethod;

    /// <summary>Its template, such as <c>/api/rooms/{roomId}/execute</c>, or the path of a method of gRPC; <c>-</c> where there is none.</summary>
    public string Route => context.GetEndpoint()?.Metadata.GetMetadata<IRouteDiagnosticsMetadata>()?.Route ?? "-";

    /// <summary>Name of the key; null without a right one.</summary>
    public string? Key { get; set; }

    public string? Address => context.Connection.RemoteIpAddress?.ToString();

    /// <summary>Bytes of the answer's body; null when nobody has counted them.</summary>
    public long? Sent => context.Response.ContentLength ?? (_sent > 0 ? _sent : null);

    public string? GrpcStatus => (context.Features.Get<IHttpResponseTrailersFeature>()?.Trailers[Grpc.GrpcStatus.Header] ?? default) is { Count: > 0 } trailer
        ? trailer.ToString()
        : context.Response.Headers[Grpc.GrpcStatus.Header] is { Count: > 0 } header ? header.ToString() : null;

    /// <summary>Id of its trace.</summary>
    public string? Trace { get; } = Activity.Current?.TraceId.ToHexString();

    /// <summary>Of a request that has just come.</summary>
    public static RequestFacts Begin(HttpContext context)
    {
        var facts = new RequestFacts(context);
        context.Features.Set(facts);
        return facts;
    }

    public static RequestFacts Of(HttpContext context) => context.Features.Get<RequestFacts>() ?? Begin(context);

    /// <summary>Counts what is sent of an answer whose length nobody knows before.</summary>
    public void CountSent(int bytes) => Interlocked.Add(ref _sent, bytes);
}
