using System.Text.Json;
using Hotcell.Engine.Documents;
using Hotcell.Engine.Executions;
using Hotcell.Server.Http;

namespace Hotcell.Server.Api.Executions;

/// <summary>Reads the body of <c>POST /api/v1/executions</c>.</summary>
internal static class ExecutionsReader
{
    private const string Utf8 = "utf8";
    private const string Base64 = "base64";

    public static (DialectRequest Request, OutputEncoding Encoding) Read(JsonElement body)
    {
        var errors = new List<FieldError>();
        var fields = JsonFields.OfBody(body, errors);
        fields.Require("language");
        var request = new ExecutionRequest
        {
            Language = fields.Text("language") ?? "",
            Files = ReadFiles(fields),
            Args = fields.Texts("args"),
            Env = fields.TextMap("env"),
            Stdin = ReadBytes(fields, "stdin", "stdin_encoding"),
            Cache = fields.Flag("cache") ?? true,
            Limits = fields.Object("limits") is { } limits ? ReadLimits(limits) : new RequestedLimits(),
        };
        var encoding = fields.Choice("output_encoding", Utf8, Base64) == Utf8 ? OutputEncoding.Utf8 : OutputEncoding.Base64;
        fields.RefuseOthers();
        return (new DialectRequest(request, errors, fields.Has("files") ? static field => field : RenameCode), encoding);
    }

    private static List<SourceFile> ReadFiles(JsonFields fields)
    {
        var code = fields.Utf8("code");
        var files = fields.Objects("files").Select(file => file is null ? new SourceFile(null, default) : ReadFile(file)).ToList();
        switch (fields.Has("code"), fields.Has("files"))
        {
            case (true, true):
                fields.Refuse("files", "cannot be given together with code");
                return files;
            case (false, false):
                fields.Refuse("code", "is required (or files)");
                return files;
            default:
                return fields.Has("code") ? [new SourceFile(null, code)] : files;
        }
    }

    private static SourceFile ReadFile(JsonFields file)
    {
        file.Require("content");
        var source = new SourceFile(file.Text("name"), ReadBytes(file, "content", "encoding"));
        file.RefuseOthers();
        return source;
    }

    private static ReadOnlyMemory<byte> ReadBytes(JsonFields fields, string name, string encodingName) =>
        fields.Choice(encodingName, Utf8, Base64) == Utf8 ? fields.Utf8(name) : fields.Base64(name);

    private static RequestedLimits ReadLimits(JsonFields limits)
    {
        var read = new RequestedLimits
        {
            WallTime = Units.Milliseconds(limits.Number("wall_time_ms")),
            CpuTime = Units.Milliseconds(limits.Number("cpu_time_ms")),
            Memory = Units.Mebibytes(limits.Number("memory_mb")),
            Processes = limits.Whole("processes"),
            Output = Units.Kibibytes(limits.Number("output_kb")),
            FileSize = Units.Mebibytes(limits.Number("file_size_mb")),
            OpenFiles = limits.Whole("open_files"),
            Stack = Units.Mebibytes(limits.Number("stack_mb")),
            Disk = Units.Mebibytes(limits.Number("disk_mb")),
            Cpus = limits.Number("cpus"),
        };
        limits.RefuseOthers();
        return read;
    }

    /// <summary>The engine knows the program as the first file.</summary>
    private static string RenameCode(string field) => field is "files" or "files[0]" or "files[0].content" ? "code" : field;
}
