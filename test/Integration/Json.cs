using System.Text.Json;

namespace Hotcell.Integration;

/// <summary>Short ways into an answer.</summary>
internal static class Json
{
    public static JsonElement At(this JsonElement element, params string[] path) => path.Aggregate(element, (one, name) => one.GetProperty(name));

    public static string? Text(this JsonElement element, params string[] path) => element.At(path).GetString();

    public static double Number(this JsonElement element, params string[] path) => element.At(path).GetDouble();

    public static bool IsNull(this JsonElement element, params string[] path) => element.At(path).ValueKind == JsonValueKind.Null;
}
