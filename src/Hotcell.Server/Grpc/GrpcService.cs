using Google.Protobuf;
using Microsoft.AspNetCore.Http.Metadata;
using ServiceDescriptor = Google.Protobuf.Reflection.ServiceDescriptor;

namespace Hotcell.Server.Grpc;

/// <summary>What is done with a call.</summary>
/// <param name="MostBytes">Of one message that it takes.</param>
internal sealed record GrpcMethod(string Path, int MostBytes, Func<GrpcCall, Task> Handler) : IRouteDiagnosticsMetadata
{
    public string Route => Path;

    /// <summary>As logs, metrics and traces know it.</summary>
    public Endpoint Endpoint => field ??= new Endpoint(null, new EndpointMetadataCollection(this), Path);
}

/// <summary>Methods of one service of a <c>.proto</c> file.</summary>
/// <param name="descriptor">Of the service, from the generated code.</param>
/// <param name="mostBytes">Of one message that its methods take.</param>
internal sealed class GrpcService(ServiceDescriptor descriptor, int mostBytes = 64 * 1024)
{
    private readonly Dictionary<string, GrpcMethod> _methods = new(StringComparer.Ordinal);

    public ServiceDescriptor Descriptor => descriptor;

    /// <summary>By path.</summary>
    public IReadOnlyDictionary<string, GrpcMethod> Methods => _methods;

    /// <summary>One message in, one out.</summary>
    public GrpcService Unary<TRequest, TResponse>(string name, MessageParser<TRequest> parser, Func<TRequest, GrpcCall, Task<TResponse>> handler)
        where TRequest : class, IMessage<TRequest>
        where TResponse : class, IMessage<TResponse> =>
        Add(name, async call => await call.WriteAsync(await handler(await call.ReadOnlyAsync(parser), call)));

    /// <summary>One message in; the handler writes as many as it likes.</summary>
    public GrpcService ServerStreaming<TRequest>(string name, MessageParser<TRequest> parser, Func<TRequest, GrpcCall, Task> handler)
        where TRequest : class, IMessage<TRequest> =>
        Add(name, async call => await handler(await call.ReadOnlyAsync(parser), call));

    /// <summary>A conversation, in which every message is answered with one.</summary>
    public GrpcService Conversation<TRequest, TResponse>(string name, MessageParser<TRequest> parser, Func<TRequest, TResponse> answer)
        where TRequest : class, IMessage<TRequest>
        where TResponse : class, IMessage<TResponse> =>
        Add(name, async call =>
        {
            while (await call.ReadNextAsync(parser) is { } request)
            {
                await call.WriteAsync(answer(request));
            }
        });

    private GrpcService Add(string name, Func<GrpcCall, Task> handler)
    {
        var method = descriptor.FindMethodByName(name) ?? throw new ArgumentException($"{descriptor.FullName} has no method {name}.", nameof(name));
        var path = $"/{descriptor.FullName}/{method.Name}";
        _methods.Add(path, new GrpcMethod(path, mostBytes, handler));
        return this;
    }
}
