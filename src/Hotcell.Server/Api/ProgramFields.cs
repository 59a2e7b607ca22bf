using Hotcell.Engine.Executions;
using Hotcell.Server.Http;

namespace Hotcell.Server.Api;

/// <summary>One program and one input, by the names that every dialect without files has for them.</summary>
internal static class ProgramFields
{
    public static ExecutionRequest Read(JsonFields fields)
    {
        fields.Require("language");
        fields.Require("code");
        return Request(fields.Text("language"), fields.Utf8("code"), fields.Utf8("input"));
    }

    /// <param name="language">Null when it is absent, which the engine will tell if nobody has.</param>
    public static ExecutionRequest Request(string? language, ReadOnlyMemory<byte> code, ReadOnlyMemory<byte> input) => new()
    {
        Language = language ?? "",
        Files = [new SourceFile(null, code)],
        Stdin = input,
    };

    /// <summary>From a field's name in the engine.</summary>
    public static string Rename(string field) => field switch
    {
        "files" or "files[0]" or "files[0].content" => "code",
        "stdin" => "input",
        _ => field,
    };
}
