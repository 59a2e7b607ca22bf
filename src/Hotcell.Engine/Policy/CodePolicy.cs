using System.Text;
using System.Text.RegularExpressions;
using Hotcell.Engine.Executions;
using Hotcell.Engine.Languages;

namespace Hotcell.Engine.Policy;

/// <summary>Something that programs of a language must not have in their code.</summary>
/// <param name="Name">By which a refusal names it.</param>
/// <param name="Pattern">Runs in linear time, whatever the source says.</param>
/// <param name="Reason">For the caller; null: none.</param>
internal sealed record CodeRule(string Name, Regex Pattern, string? Reason);

/// <summary>
/// What an operator does not want to see in programs. Theory of operation: each source is read once to tell code from comments and texts (<see cref="SourceText"/>), and each rule
/// is matched against it, where a match counts that begins in code. This is for house rules and for teaching, and no protection: there is always another way to write it.
/// The cell is what protects.
/// </summary>
internal sealed class CodePolicy(IReadOnlyDictionary<string, IReadOnlyList<CodeRule>> rules)
{
    /// <summary>Named at once, of one file.</summary>
    private const int MostRefusals = 16;

    /// <summary>Notes every line that a rule forbids.</summary>
    /// <param name="files">All with names. Only sources are looked at: the one that runs, and those with an ending of the language.</param>
    public void Check(Language language, IReadOnlyList<SourceFile> files, List<FieldError> errors)
    {
        if (!rules.TryGetValue(language.Id, out var own))
        {
            return;
        }

        for (var i = 0; i < files.Count; i++)
        {
            if (i == 0 || language.SourceExtensions.Any(ending => files[i].Name?.EndsWith(ending, StringComparison.OrdinalIgnoreCase) == true))
            {
                var source = new SourceText(Encoding.UTF8.GetString(files[i].Content.Span), language.Lexical);
                errors.AddRange(Refusals(source, own).Take(MostRefusals).Select(message => new FieldError($"files[{i}].content", message)));
            }
        }
    }

    private static IEnumerable<string> Refusals(SourceText source, IEnumerable<CodeRule> rules) =>
        from rule in rules
        from line in LinesOf(rule.Pattern, source)
        orderby line
        select $"line {line} is forbidden by the rule {rule.Name}{(rule.Reason is null ? "" : $": {rule.Reason}")}";

    /// <summary>From 1; each once.</summary>
    private static IEnumerable<int> LinesOf(Regex pattern, SourceText source)
    {
        var (line, counted) = (1, 0);
        for (var at = 0; at <= source.Code.Length && pattern.Match(source.Code, at) is { Success: true } match;)
        {
            if (!source.IsCode(match.Index))
            {
                // Nothing counts before the end of this comment or text, though a match may have reached beyond it.
                at = Math.Max(match.Index + 1, source.NextCode(match.Index));
                continue;
            }

            line += source.Code.AsSpan(counted, match.Index - counted).Count('\n');
            counted = match.Index;
            yield return line;
            var end = source.Code.IndexOf('\n', match.Index);
            at = end < 0 ? source.Code.Length + 1 : end + 1;
        }
    }
}
