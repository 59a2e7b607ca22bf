using System.Text;
using System.Text.Json;
using Hotcell.Engine;
using Hotcell.Engine.Documents;
using Hotcell.Engine.Executions;
using Hotcell.Server.Http;

namespace Hotcell.Server.Api.Executions;

/// <summary>Reads the body of <c>POST /api/v1/executions</c>.</summary>
internal static class ExecutionsReader
{
    public static (DialectRequest Request, OutputEncoding Encoding) Read(JsonElement body)
    {
        var errors = new List<FieldError>();
        var fields = JsonFields.OfBody(body, errors);
        var request = new ExecutionRequest
        {
            Language = fields.RequiredText("language") ?? "",
            Files = ReadFiles(fields),
            Args = fields.Texts("args"),
            Env = fields.TextMap("env"),
            Stdin = ReadBytes(fields, "stdin", "stdin_encoding") ?? [],
            Limits = fields.Object("limits") is { } limits ? ReadLimits(limits) : new RequestedLimits(),
        };
        var encoding = fields.Choice("output_encoding", "utf8", "base64") == "utf8" ? OutputEncoding.Utf8 : OutputEncoding.Base64;
        fields.RefuseOthers();
        return (new DialectRequest(request, errors, fields.Has("files") ? static field => field : RenameCode), encoding);
    }

    private static List<SourceFile> ReadFiles(JsonFields fields)
    {
        var code = fields.Text("code");
        var files = fields.Objects("files").Select(file => file is null ? new SourceFile(null, default) : ReadFile(file)).ToList();
        if (fields.Has("code") && fields.Has("files"))
        {
            fields.Refuse("files", "cannot be given together with code");
        }
        else if (!fields.Has("code") && !fields.Has("files"))
        {
            fields.Refuse("code", "is required (or files)");
        }

        return code is null ? files : [new SourceFile(null, Encoding.UTF8.GetBytes(code))];
    }

    private static SourceFile ReadFile(JsonFields file)
    {
        if (!file.Has("content"))
        {
            file.Refuse("content", "is required");
        }

        var source = new SourceFile(file.Text("name"), ReadBytes(file, "content", "encoding"));
        file.RefuseOthers();
        return source;
    }

    private static byte[]? ReadBytes(JsonFields fields, string name, string encodingName)
    {
        var encoding = fields.Choice(encodingName, "utf8", "base64");
        if (fields.Text(name) is not { } text)
        {
            return null;
        }

        if (encoding == "utf8")
        {
            return Encoding.UTF8.GetBytes(text);
        }

        var bytes = new byte[(text.Length / 4 * 3) + 3];
        if (Convert.TryFromBase64String(text, bytes, out var written))
        {
            return bytes[..written];
        }

        fields.Refuse(name, "is not base64");
        return null;
    }

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
