using System.Globalization;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Hotcell.Engine.Languages;

/// <summary>
/// A mapping of a YAML file, from which typed values are taken by key. What is wrong is noted, and the reader gets null or a default.
/// </summary>
internal sealed class YamlMap(YamlMappingNode node, string path, ErrorNotes notes)
{
    private readonly HashSet<string> _taken = new(StringComparer.Ordinal);

    public string PathOf(string key) => path.Length == 0 ? key : $"{path}.{key}";

    public IEnumerable<string> Keys => node.Children.Keys.Select(key => (key as YamlScalarNode)?.Value ?? "?");

    public bool Has(string key) => node.Children.ContainsKey(new YamlScalarNode(key));

    /// <summary>Notes every key that nobody took.</summary>
    public void RejectOthers()
    {
        foreach (var key in Keys.Where(key => !_taken.Contains(key)))
        {
            notes.Add(PathOf(key), "is not a known key");
        }
    }

    public string? Text(string key, bool required = false) => Take(key, required) is { } value ? AsText(value, PathOf(key)) : null;

    public IReadOnlyList<string> Texts(string key, bool required = false)
    {
        if (Take(key, required) is not { } value)
        {
            return [];
        }

        if (value is not YamlSequenceNode list)
        {
            notes.Add(PathOf(key), "must be a list");
            return [];
        }

        if (required && list.Children.Count == 0)
        {
            notes.Add(PathOf(key), "must not be empty");
        }

        return [.. list.Children.Select((item, i) => AsText(item, $"{PathOf(key)}[{i}]") ?? "")];
    }

    public YamlMap? Map(string key, bool required = false)
    {
        if (Take(key, required) is not { } value)
        {
            return null;
        }

        if (value is YamlMappingNode map)
        {
            return new YamlMap(map, PathOf(key), notes);
        }

        notes.Add(PathOf(key), "must be a mapping of keys to values");
        return null;
    }

    /// <summary>The mappings of a list.</summary>
    public IReadOnlyList<YamlMap> Maps(string key)
    {
        if (Take(key, required: false) is not { } value)
        {
            return [];
        }

        if (value is not YamlSequenceNode list || list.Children.Any(item => item is not YamlMappingNode))
        {
            notes.Add(PathOf(key), "must be a list of mappings");
            return [];
        }

        return [.. list.Children.Select((item, i) => new YamlMap((YamlMappingNode)item, $"{PathOf(key)}[{i}]", notes))];
    }

    public bool? Flag(string key)
    {
        if (Text(key) is not { } text)
        {
            return null;
        }

        if (text is not ("true" or "false"))
        {
            notes.Add(PathOf(key), "must be true or false");
        }

        return text == "true";
    }

    /// <summary>A number above zero.</summary>
    public double? Number(string key, bool whole)
    {
        if (Take(key, required: false) is not { } value || AsText(value, PathOf(key)) is not { } text)
        {
            return null;
        }

        // The ceiling keeps every conversion to bytes and ticks far from an overflow.
        if (double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) && number is > 0 and <= 1e9
            && (!whole || number == Math.Floor(number)))
        {
            return number;
        }

        notes.Add(PathOf(key), whole ? "must be a whole number above 0" : "must be a number above 0");
        return null;
    }

    private YamlNode? Take(string key, bool required)
    {
        _taken.Add(key);
        if (node.Children.TryGetValue(new YamlScalarNode(key), out var value))
        {
            return value;
        }

        if (required)
        {
            notes.Add(PathOf(key), "is missing");
        }

        return null;
    }

    private string? AsText(YamlNode value, string where)
    {
        if (value is not YamlScalarNode scalar)
        {
            notes.Add(where, "must be a text");
            return null;
        }

        var text = scalar.Value ?? "";
        if (scalar.Style == ScalarStyle.Plain && text is "" or "~" or "null")
        {
            notes.Add(where, "must be a text; write \"\" for an empty one");
            return null;
        }

        if (text.Contains('\0', StringComparison.Ordinal))
        {
            notes.Add(where, "must not contain NUL");
            return null;
        }

        return text;
    }
}
