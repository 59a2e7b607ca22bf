using Google.Protobuf;
using Google.Protobuf.Reflection;
using Google.Rpc;
using Grpc.Health.V1;
using Grpc.Reflection.V1;
using Hotcell.Server.Grpc;
using Hotcell.Server.Grpc.Health;
using Hotcell.Server.Grpc.Reflection;
using Hotcell.Unit.Engine;
using Hotcell.V1;

namespace Hotcell.Unit.Server.Grpc;

public sealed class GrpcServiceTests
{
    private readonly GrpcService _health = new HealthService([], () => true, new ManualTime(), default).Create();
    private readonly ReflectionService _reflection;

    public GrpcServiceTests() => _reflection = new ReflectionService([_health, new GrpcService(CodeExecutorReflection.Descriptor.Services[0])], ErrorDetailsReflection.Descriptor);

    [Fact]
    public void Every_method_of_the_standard_services_is_there()
    {
        foreach (var service in _reflection.Create().Prepend(_health))
        {
            Assert.Equal(service.Descriptor.Methods.Select(method => $"/{service.Descriptor.FullName}/{method.Name}").Order(), service.Methods.Keys.Order());
        }
    }

    [Fact]
    public void A_method_that_is_in_no_proto_cannot_be_served() =>
        Assert.Throws<ArgumentException>(() => new GrpcService(_health.Descriptor).Unary("Chek", HealthCheckRequest.Parser, (_, _) => Task.FromResult(new HealthCheckResponse())));

    [Fact]
    public void Reflection_lists_all_services() => Assert.Equal(
        ["grpc.health.v1.Health", "grpc.reflection.v1.ServerReflection", "grpc.reflection.v1alpha.ServerReflection", "hotcell.v1.CodeExecutor"],
        _reflection.Answer(new ServerReflectionRequest { ListServices = "*" }).ListServicesResponse.Service.Select(service => service.Name));

    [Theory]
    [InlineData("hotcell.v1.CodeExecutor")]
    [InlineData("hotcell.v1.CodeExecutor.Execute")]
    [InlineData("hotcell.v1.ExecuteEvent.Output")]
    [InlineData("hotcell.v1.ExecuteRequest.code")]
    [InlineData("hotcell.v1.Stage")]
    public void Reflection_finds_the_file_of_a_symbol(string symbol) =>
        Assert.Equal(["hotcell/v1/code_executor.proto"], FilesOf(new ServerReflectionRequest { FileContainingSymbol = symbol }));

    [Fact]
    public void Reflection_sends_what_a_file_imports() => Assert.Equal(
        ["google/rpc/error_details.proto", "google/protobuf/duration.proto"],
        FilesOf(new ServerReflectionRequest { FileByFilename = "google/rpc/error_details.proto" }));

    [Fact]
    public void Reflection_knows_no_more_than_there_is()
    {
        ServerReflectionRequest[] unknown =
        [
            new() { FileByFilename = "/etc/passwd" }, new() { FileContainingSymbol = "hotcell.v1" }, new() { AllExtensionNumbersOfType = "x" },
            new() { FileContainingExtension = new ExtensionRequest { ContainingType = "hotcell.v1.ExecuteRequest", ExtensionNumber = 1 } },
        ];
        Assert.All(unknown, request => Assert.Equal((int)GrpcStatusCode.NotFound, _reflection.Answer(request).ErrorResponse.ErrorCode));
        Assert.Equal((int)GrpcStatusCode.InvalidArgument, _reflection.Answer(new ServerReflectionRequest()).ErrorResponse.ErrorCode);
    }

    /// <summary>Whoever knows the older name gets the same bytes.</summary>
    [Fact]
    public void Reflections_older_name_has_the_same_messages()
    {
        var (v1, alpha) = (ReflectionReflection.Descriptor, global::Grpc.Reflection.V1Alpha.ReflectionReflection.Descriptor);
        Assert.Equal(v1.MessageTypes.SelectMany(Fields), alpha.MessageTypes.SelectMany(Fields));

        static IEnumerable<string> Fields(MessageDescriptor message) => message.Fields.InDeclarationOrder().Select(field => $"{message.Name}.{field.Name} {field.FieldNumber} {field.FieldType}");
    }

    private IEnumerable<string> FilesOf(ServerReflectionRequest request) => _reflection.Answer(request).FileDescriptorResponse.FileDescriptorProto
        .Select(bytes => FileDescriptorProto.Parser.ParseFrom(bytes).Name);
}
