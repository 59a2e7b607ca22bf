using Google.Protobuf.Reflection;
using Grpc.Reflection.V1;
using static Grpc.Reflection.V1.ServerReflectionRequest;
using ServiceDescriptor = Google.Protobuf.Reflection.ServiceDescriptor;

namespace Hotcell.Server.Grpc.Reflection;

/// <summary>
/// The standard service <c>grpc.reflection.v1.ServerReflection</c>, by which clients such as grpcurl find out what there is to call
/// (grpc/doc/server-reflection.md), and its older name <c>v1alpha</c>, whose messages are the same on the wire.
/// </summary>
internal sealed class ReflectionService
{
    private static readonly ServiceDescriptor s_v1 = ReflectionReflection.Descriptor.Services[0];
    private static readonly ServiceDescriptor s_v1Alpha = global::Grpc.Reflection.V1Alpha.ReflectionReflection.Descriptor.Services[0];

    private readonly DescriptorIndex _index;
    private readonly string[] _services;

    /// <param name="services">All others of the server.</param>
    /// <param name="files">Of messages that no method names: details of errors.</param>
    public ReflectionService(IEnumerable<GrpcService> services, params IEnumerable<FileDescriptor> files)
    {
        ServiceDescriptor[] all = [.. services.Select(service => service.Descriptor), s_v1, s_v1Alpha];
        _services = [.. all.Select(service => service.FullName).Order(StringComparer.Ordinal)];
        _index = new DescriptorIndex(all.Select(service => service.File).Concat(files));
    }

    public IEnumerable<GrpcService> Create() =>
        ((ServiceDescriptor[])[s_v1, s_v1Alpha]).Select(service => new GrpcService(service).Conversation("ServerReflectionInfo", Parser, Answer));

    public ServerReflectionResponse Answer(ServerReflectionRequest request)
    {
        var answer = new ServerReflectionResponse { ValidHost = request.Host, OriginalRequest = request };
        switch (request.MessageRequestCase)
        {
            case MessageRequestOneofCase.ListServices:
                answer.ListServicesResponse = new ListServiceResponse { Service = { _services.Select(name => new ServiceResponse { Name = name }) } };
                break;
            case MessageRequestOneofCase.FileByFilename:
                AnswerFile(answer, _index.FindFile(request.FileByFilename));
                break;
            case MessageRequestOneofCase.FileContainingSymbol:
                AnswerFile(answer, _index.FindSymbol(request.FileContainingSymbol));
                break;
            case MessageRequestOneofCase.AllExtensionNumbersOfType when _index.FindSymbol(request.AllExtensionNumbersOfType) is not null:
                answer.AllExtensionNumbersResponse = new ExtensionNumberResponse { BaseTypeName = request.AllExtensionNumbersOfType };
                break;
            case MessageRequestOneofCase.AllExtensionNumbersOfType or MessageRequestOneofCase.FileContainingExtension:
                answer.ErrorResponse = Error(GrpcStatusCode.NotFound, "There is no such type or extension.");
                break;
            default:
                answer.ErrorResponse = Error(GrpcStatusCode.InvalidArgument, "The request asks for nothing that is known.");
                break;
        }

        return answer;
    }

    private static void AnswerFile(ServerReflectionResponse answer, FileDescriptor? file)
    {
        if (file is null)
        {
            answer.ErrorResponse = Error(GrpcStatusCode.NotFound, "There is no such file or symbol.");
            return;
        }

        answer.FileDescriptorResponse = new FileDescriptorResponse { FileDescriptorProto = { DescriptorIndex.Closure(file).Select(one => one.SerializedData) } };
    }

    private static ErrorResponse Error(GrpcStatusCode code, string message) => new() { ErrorCode = (int)code, ErrorMessage = message };
}
