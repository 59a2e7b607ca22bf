using System.Text.Json;

namespace Hotcell.Server.Api.Contract;

/// <summary>Short ways into the contract.</summary>
internal static class JsonPaths
{
    public static bool Has(this JsonElement element, string name) => element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out _);

    /// <summary>Undefined where there is nothing.</summary>
    public static JsonElement At(this JsonElement element, params ReadOnlySpan<string> path)
    {
        foreach (var name in path)
        {
            if (element.ValueKind != JsonValueKind.Object || !element.TryGetProperty(name, out element))
            {
                return default;
            }
        }

        return element;
    }

    public static string? Text(this JsonElement element, params ReadOnlySpan<string> path) =>
        element.At(path) is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;

    /// <summary>None where there is nothing.</summary>
    public static IEnumerable<JsonElement> Items(this JsonElement element, params ReadOnlySpan<string> path) =>
        element.At(path) is { ValueKind: JsonValueKind.Array } array ? array.EnumerateArray() : Enumerable.Empty<JsonElement>();

    /// <summary>None where there is nothing.</summary>
    public static IEnumerable<JsonProperty> Members(this JsonElement element, params ReadOnlySpan<string> path) =>
        element.At(path) is { ValueKind: JsonValueKind.Object } map ? map.EnumerateObject() : Enumerable.Empty<JsonProperty>();

    /// <summary>What a reference into the same document refers to; itself when it is none.</summary>
    public static JsonElement Resolve(this JsonElement element, JsonElement document) =>
        element.Text("$ref") is { } path ? document.At(path.Split('/').AsSpan(1)) : element;
}
