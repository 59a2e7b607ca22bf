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
        return Read(JsonFields.OfBody(body, errors), errors);
    }

    /// <param name="fields">Those that were read before are known, too.</param>
    public static (DialectRequest Request, OutputEncoding Encoding) Read(JsonFields fields, List<FieldError> errors)
    {
        fields.Require("language");
        var codes = new HashSet<string>(StringComparer.Ordinal);
        var request = new ExecutionRequest
        {
            Language = fields.Text("language") ?? "",
            Files = ReadFiles(fields, codes),
            Args = fields.Texts("args"),
            Env = fields.TextMap("env"),
            Stdin = ReadBytes(fields, "stdin", "stdin_encoding"),
            Cache = fields.Flag("cache") ?? true,
            Limits = ReadLimits(fields),
            OutputFiles = fields.Texts("output_files"),
            PlainOutput = fields.Flag("plain_output"),
        };
        request = new TestsReader(codes).Read(fields, request);
        var encoding = fields.Choice("output_encoding", Utf8, Base64) == Utf8 ? OutputEncoding.Utf8 : OutputEncoding.Base64;
        fields.RefuseOthers();
        return (new DialectRequest(request, errors, field => Rename(codes, field)), encoding);
    }

    /// <param name="codes">Gets the path of a program that is not given as files.</param>
    public static IReadOnlyList<SourceFile> ReadFiles(JsonFields fields, ISet<string> codes)
    {
        if (!fields.Has("files"))
        {
            codes.Add(fields.PathOf("code"));
        }

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

    public static ReadOnlyMemory<byte> ReadBytes(JsonFields fields, string name, string encodingName) =>
        fields.Choice(encodingName, Utf8, Base64) == Utf8 ? fields.Utf8(name) : fields.Base64(name);

    public static RequestedLimits ReadLimits(JsonFields fields)
    {
        if (fields.Object("limits") is not { } limits)
        {
            return new RequestedLimits();
        }

        var read = LimitFields.Read((name, whole) => whole ? limits.Whole(name) : limits.Number(name));
        limits.RefuseOthers();
        return read;
    }

    /// <summary>The engine knows a program that was given as <c>code</c> as its first file: that of the request, or that of a checker.</summary>
    private static string Rename(HashSet<string> codes, string field)
    {
        var at = field.LastIndexOf("files", StringComparison.Ordinal);
        return at >= 0 && field[at..] is "files" or "files[0]" or "files[0].content" && codes.Contains(field[..at] + "code") ? field[..at] + "code" : field;
    }
}
