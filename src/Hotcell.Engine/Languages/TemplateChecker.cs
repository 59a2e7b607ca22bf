namespace Hotcell.Engine.Languages;

/// <summary>Finds templates that would not expand, when a language is loaded rather than when somebody uses it.</summary>
internal sealed class TemplateChecker(IEnumerable<string> variables, ErrorNotes notes)
{
    private readonly HashSet<string> _variables = new(variables, StringComparer.Ordinal);

    public void CheckArgv(IReadOnlyList<string> argv, string key)
    {
        for (var i = 0; i < argv.Count; i++)
        {
            if (i == 0 && argv[i].AsSpan().ContainsAny('{', '}'))
            {
                notes.Add($"{key}[0]", "must be a fixed name, without templates");
            }
            else if (argv[i] is not ("{sources}" or "{other_sources}" or "{args}"))
            {
                CheckOne(argv[i], $"{key}[{i}]");
            }
        }
    }

    public void CheckOne(string element, string key) => Check(element, key, (name, percent) => name switch
    {
        "sources" or "other_sources" or "args" => $"{{{name}}} must be an element of its own",
        "memory_mb" or "memory_mb_hex" when percent is < 1 or > 100 => "a percentage must be 1 to 100",
        "memory_mb" or "memory_mb_hex" => null,
        _ when percent is not null => $"only {{memory_mb}} takes a percentage, not {{{name}}}",
        "source" or "stem" or "cpus" => null,
        _ => Variable(name),
    });

    public void CheckFileName(string? element, string key)
    {
        if (element is null)
        {
            return;
        }

        if (element.Length == 0 || element.Contains('/', StringComparison.Ordinal))
        {
            notes.Add(key, "must be the name of a file, without folders");
        }

        Check(element, key, (name, percent) => percent is null ? Variable(name) : "a file's name has no percentage");
    }

    private string? Variable(string name) => _variables.Contains(name) ? null : $"unknown template {{{name}}}";

    private void Check(string element, string key, Func<string, int?, string?> errorOf)
    {
        if (Template.Parse(element) is not { } found)
        {
            notes.Add(key, "has a brace without its partner (write {{ or }} for a brace itself)");
            return;
        }

        foreach (var error in found.Select(template => errorOf(template.Name, template.Percent)).OfType<string>().Distinct())
        {
            notes.Add(key, error);
        }
    }
}
