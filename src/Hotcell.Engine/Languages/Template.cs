using System.Globalization;
using System.Text.RegularExpressions;

namespace Hotcell.Engine.Languages;

/// <summary>What the templates of one stage of one execution stand for.</summary>
internal sealed record TemplateValues
{
    /// <summary>Name of the first file.</summary>
    public required string Source { get; init; }

    /// <summary>Names of the first file and of all others with one of the language's endings.</summary>
    public required IReadOnlyList<string> Sources { get; init; }

    public required IReadOnlyList<string> Args { get; init; }

    public required IReadOnlyDictionary<string, string> Variables { get; init; }

    public required ByteSize Memory { get; init; }

    public required double Cpus { get; init; }
}

/// <summary>
/// Templates of <c>language.yaml</c>. <c>{sources}</c>, <c>{other_sources}</c> and <c>{args}</c> are elements of their own and become as many as there are;
/// <c>{source}</c>, <c>{stem}</c>, <c>{memory_mb}</c>, <c>{memory_mb:60%}</c>, <c>{cpus}</c> and the language's variables stand inside an element.
/// <c>{{</c> and <c>}}</c> are the braces themselves. What comes out are elements of an argv: nothing in them is ever split or interpreted.
/// </summary>
internal static partial class Template
{
    public static IReadOnlySet<string> BuiltIn { get; } =
        new HashSet<string>(StringComparer.Ordinal) { "source", "stem", "sources", "other_sources", "args", "memory_mb", "memory_mb_hex", "cpus", "value" };

    public static IReadOnlyList<string> Expand(IReadOnlyList<string> argv, TemplateValues values)
    {
        var result = new List<string>(argv.Count + values.Args.Count);
        foreach (var element in argv)
        {
            switch (element)
            {
                case "{sources}":
                    result.AddRange(values.Sources.Select(AsOperand));
                    break;
                case "{other_sources}":
                    result.AddRange(values.Sources.Skip(1).Select(AsOperand));
                    break;
                case "{args}":
                    result.AddRange(values.Args);
                    break;
                default:
                    result.Add(ExpandOne(element, values));
                    break;
            }
        }

        return result;
    }

    public static string ExpandOne(string element, TemplateValues values) => Replace(element, (name, percent) => name switch
    {
        "source" => AsOperand(values.Source),
        "stem" => AsOperand(Path.ChangeExtension(values.Source, null)),
        "memory_mb" => MemoryMb(values, percent).ToString(CultureInfo.InvariantCulture),
        "memory_mb_hex" => MemoryMb(values, percent).ToString("x", CultureInfo.InvariantCulture),
        "cpus" => Math.Max(1, (long)Math.Ceiling(values.Cpus)).ToString(CultureInfo.InvariantCulture),
        _ => values.Variables[name],
    });

    /// <summary>Expands a template that holds nothing but variables.</summary>
    public static string ExpandName(string element, IReadOnlyDictionary<string, string> variables) => Replace(element, (name, _) => variables[name]);

    /// <summary>Names and percentages of the templates in <paramref name="element"/>; null when its braces do not pair up.</summary>
    public static IReadOnlyList<(string Name, int? Percent)>? Parse(string element)
    {
        var found = new List<(string Name, int? Percent)>();
        var rest = Pattern().Replace(element, match =>
        {
            if (match.Groups["name"].Success)
            {
                found.Add((match.Groups["name"].Value, PercentOf(match)));
            }

            return "";
        });
        return rest.AsSpan().ContainsAny('{', '}') ? null : found;
    }

    private static string Replace(string element, Func<string, int?, string> valueOf) => Pattern().Replace(element, match => match.Value switch
    {
        "{{" => "{",
        "}}" => "}",
        _ => valueOf(match.Groups["name"].Value, PercentOf(match)),
    });

    private static int? PercentOf(Match match) =>
        match.Groups["percent"] is { Success: true } percent ? int.Parse(percent.ValueSpan, CultureInfo.InvariantCulture) : null;

    private static long MemoryMb(TemplateValues values, int? percent) =>
        Math.Max(1, (long)Math.Floor(values.Memory.Mebibytes * (percent ?? 100) / 100));

    /// <summary>A file that is called <c>-rf</c> or <c>@list</c> must not become an option of the tool that is given it.</summary>
    private static string AsOperand(string name) => char.IsAsciiLetterOrDigit(name[0]) || name[0] is '_' or '.' ? name : "./" + name;

    [GeneratedRegex(@"\{\{|\}\}|\{(?<name>[a-z][a-z0-9_]*)(?::(?<percent>[0-9]{1,3})%)?\}")]
    private static partial Regex Pattern();
}
