using System.Text.Json;

namespace Hotcell.Integration;

/// <summary>Short ways into an answer.</summary>
internal static class Json
{
    public static JsonElement At(this JsonElement element, params string[] path) => path.Aggregate(element, (one, name) => one.GetProperty(name));

    public static string? Text(this JsonElement element, params string[] path) => element.At(path).GetString();

    public static double Number(this JsonElement element, params string[] path) => element.At(path).GetDouble();

    /// <summary>Of an answer's tests, in their order.</summary>
    public static IEnumerable<string?> Verdicts(JsonElement answer) => answer.At("tests").EnumerateArray().Select(test => test.Text("verdict"));

    public static bool IsNull(this JsonElement element, params string[] path) => element.At(path).ValueKind == JsonValueKind.Null;
}
