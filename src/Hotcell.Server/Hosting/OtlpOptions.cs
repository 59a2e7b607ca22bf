using Hotcell.Server.Telemetry;

namespace Hotcell.Server.Hosting;

/// <summary>Reads where metrics and traces are sent to.</summary>
internal static class OtlpOptions
{
    private const string Option = "--otlp";
    private const string ProtocolVariable = "OTEL_EXPORTER_OTLP_PROTOCOL";
    private const string Http = "http/protobuf";
    private const string Grpc = "grpc";

    public static OtlpSettings? Read(OptionValues values, Func<string, string?> environment)
    {
        if (!values.Has(Option))
        {
            return null;
        }

        var protocol = environment(ProtocolVariable) is { Length: > 0 } chosen ? chosen : Http;
        if (protocol is not (Http or Grpc))
        {
            values.Errors.Add($"{ProtocolVariable}: must be {Http} or {Grpc}");
        }

        return values.Address(Option, "http://127.0.0.1:4318") is { } endpoint ? new OtlpSettings(endpoint, protocol == Grpc) : null;
    }
}
