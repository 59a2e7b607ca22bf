using YamlDotNet.RepresentationModel;

namespace Hotcell.Engine.Languages;

/// <summary>Collects the errors of one file, each with the line of its key.</summary>
internal sealed class ErrorNotes(string file, List<LanguageError> errors)
{
    public int Count { get; private set; }

    /// <summary>The file's content, once it is parsed: where lines are looked up.</summary>
    public YamlNode? Root { get; set; }

    /// <param name="key">Such as <c>run.argv[2]</c>; empty for the file as a whole.</param>
    public void Add(string key, string message)
    {
        Count++;
        errors.Add(new LanguageError(file, key.Length == 0 || Root is null ? 0 : LineOf(Root, key), key, message));
    }

    /// <summary>Line of the innermost part of <paramref name="key"/> that is there: what is missing is missing in its parent.</summary>
    private static long LineOf(YamlNode root, string key)
    {
        var (node, line) = (root, root.Start.Line);
        foreach (var part in key.Split(['.', '[', ']'], StringSplitOptions.RemoveEmptyEntries))
        {
            if (node is YamlMappingNode map && map.Children.FirstOrDefault(entry => entry.Key is YamlScalarNode name && name.Value == part) is { Key: { } found, Value: { } value })
            {
                (node, line) = (value, found.Start.Line);
            }
            else if (node is YamlSequenceNode list && int.TryParse(part, out var index) && index < list.Children.Count)
            {
                (node, line) = (list.Children[index], list.Children[index].Start.Line);
            }
            else
            {
                break;
            }
        }

        return line;
    }
}
