using System.Text;
using System.Text.RegularExpressions;

namespace Hotcell.Engine.Executions;

/// <summary>
/// Which files of <c>/work</c> a request asks for: <c>*</c> is any part of a name, <c>?</c> one character of it, <c>**</c> any folders. The one who asks and the one
/// who names files may both be hostile, so matching takes time by the length of the name, and no more.
/// </summary>
internal sealed class FilePatterns
{
    private const int Most = 16;

    private readonly Regex _any;

    /// <param name="patterns">Right ones.</param>
    public FilePatterns(IEnumerable<string> patterns) =>
        _any = new Regex($@"\A(?:{string.Join('|', patterns.Select(Translate))})\z", RegexOptions.NonBacktracking | RegexOptions.Singleline | RegexOptions.CultureInvariant);

    public bool Match(string name) => _any.IsMatch(name);

    public static void Check(ExecutionRequest request, List<FieldError> errors)
    {
        if (request.OutputFiles.Count > Most)
        {
            errors.Add(new FieldError("output_files", $"must not be more than {Most}"));
            return;
        }

        if (request.OutputFiles.Count > 0 && request.Tests.Count > 0)
        {
            errors.Add(new FieldError("output_files", "cannot be given together with tests"));
        }

        for (var i = 0; i < request.OutputFiles.Count; i++)
        {
            if (FileNameRules.Check(request.OutputFiles[i]).Error is { } error)
            {
                errors.Add(new FieldError($"output_files[{i}]", error));
            }
        }
    }

    private static string Translate(string pattern)
    {
        var regex = new StringBuilder();
        for (var rest = FileNameRules.Check(pattern).Name.AsSpan(); rest.Length > 0;)
        {
            var (taken, part) = rest switch
            {
                ['*', '*', '/', ..] => (3, "(?:.*/)?"),
                ['*', '*', ..] => (2, ".*"),
                ['*', ..] => (1, "[^/]*"),
                ['?', ..] => (1, "[^/]"),
                _ => (1, Regex.Escape(rest[..1].ToString())),
            };
            regex.Append(part);
            rest = rest[taken..];
        }

        return regex.ToString();
    }
}
