using System.Text.RegularExpressions;
using Hotcell.Engine.Executions;

namespace Hotcell.Engine.Languages;

/// <summary>The schema of <c>language.yaml</c>: one method per part, in the order in which the file is written.</summary>
internal sealed partial class LanguageReader(YamlMap root, string folder, ErrorNotes notes)
{
    /// <summary>The language, or null after errors were noted.</summary>
    public Language? Read()
    {
        var id = Matching(root.Text("id", required: true), "id", IdPattern(), "must match [a-z][a-z0-9_-]*");
        if (id is not null && id != Path.GetFileName(folder))
        {
            notes.Add("id", $"must be '{Path.GetFileName(folder)}', the name of its folder");
        }

        var name = root.Text("name", required: true);
        var aliases = root.Texts("aliases");
        EachMatching(aliases, "aliases", AliasPattern(), "must be 1 to 64 printable characters without spaces");
        var variables = root.Map("variables") is { } map ? new VariableReader(notes).Read(map) : [];
        var templates = new TemplateChecker(variables.Keys, notes);
        var sourceFile = root.Text("source_file", required: true);
        templates.CheckFileName(sourceFile, "source_file");
        var extensions = root.Texts("source_extensions");
        EachMatching(extensions, "source_extensions", ExtensionPattern(), "must be a dot and letters, digits or one of _+-");
        var requires = root.Texts("requires", required: true);
        EachMatching(requires, "requires", ExecutablePattern(), "must be the name of an executable, or the path of a file below /usr");
        var packages = root.Texts("packages");
        var packagesFrom = PackagesOf("packages_from");
        var unpackFrom = PackagesOf("unpack_from");
        var needs = root.Texts("needs");
        var preread = root.Texts("preread");
        EachMatching(preread, "preread", PrereadPattern(), "must be an absolute path without '..'; * may stand for anything within one component");
        var allowed = AllowedSyscalls();
        var probe = root.Texts("version_probe", required: true);
        var stages = new StageReader(templates, requires, notes);
        stages.CheckExecutable(probe, "version_probe");
        var compile = root.Map("compile") is { } compiling ? stages.Read(compiling, compiles: true) : null;
        var run = root.Map("run", required: true) is { } running ? stages.Read(running, compiles: false) : null;
        var highlighting = root.Text("highlighting");
        var lexical = root.Map("lexical") is { } tokens ? LexicalReader.Read(tokens, notes) : null;
        var gaps = Reasons("gaps");
        root.RejectOthers();

        return notes.Count > 0 ? null : new Language
        {
            Id = id!,
            Name = name!,
            Aliases = aliases,
            SourceFile = sourceFile!,
            SourceExtensions = extensions.Count > 0 ? extensions : [Path.GetExtension(sourceFile!)],
            Variables = variables,
            Requires = requires,
            Packages = packages,
            PackagesFrom = packagesFrom,
            UnpackFrom = unpackFrom,
            Needs = needs,
            Highlighting = highlighting,
            Lexical = lexical,
            Example = Example(),
            Gaps = gaps,
            Preread = preread,
            AllowSyscalls = allowed,
            VersionProbe = probe,
            Compile = compile,
            Run = run!,
        };
    }

    private Dictionary<string, IReadOnlyList<string>> PackagesOf(string key)
    {
        var result = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal);
        if (root.Map(key) is { } suites)
        {
            foreach (var suite in suites.Keys)
            {
                result[suite] = suites.Texts(suite, required: true);
            }
        }

        return result;
    }

    /// <summary>The program of the sample <c>hello</c>, if it is one file.</summary>
    private string? Example()
    {
        var sample = Path.Combine(folder, "samples", "hello");
        return Directory.Exists(sample) && Directory.GetFiles(sample).Where(file => Path.GetFileName(file) is not ("stdin" or "expect.yaml")).ToList() is [var program]
            ? File.ReadAllText(program)
            : null;
    }

    /// <summary>Things with a reason each.</summary>
    private Dictionary<string, string> Reasons(string key)
    {
        var result = new Dictionary<string, string>(StringComparer.Ordinal);
        if (root.Map(key) is { } map)
        {
            foreach (var name in map.Keys)
            {
                result[name] = map.Text(name, required: true) ?? "";
            }
        }

        return result;
    }

    private List<AllowedSyscall> AllowedSyscalls()
    {
        const string key = "allow_syscalls";
        var asked = Reasons(key).Select(pair => new AllowedSyscall(pair.Key, pair.Value)).ToList();
        foreach (var call in asked)
        {
            if (!AllowedSyscall.Names.Contains(call.Name))
            {
                notes.Add($"{key}.{call.Name}", $"cannot be allowed, only {string.Join(", ", AllowedSyscall.Names)} can");
            }
            else if (string.IsNullOrWhiteSpace(call.Reason))
            {
                notes.Add($"{key}.{call.Name}", "must say why the language needs it");
            }
        }

        return asked;
    }

    private string? Matching(string? text, string key, Regex pattern, string message)
    {
        if (text is not null && !pattern.IsMatch(text))
        {
            notes.Add(key, message);
        }

        return text;
    }

    private void EachMatching(IReadOnlyList<string> texts, string key, Regex pattern, string message)
    {
        for (var i = 0; i < texts.Count; i++)
        {
            Matching(texts[i], $"{key}[{i}]", pattern, message);
        }
    }

    [GeneratedRegex(@"\A[a-z][a-z0-9_-]{0,63}\z")]
    private static partial Regex IdPattern();

    [GeneratedRegex(@"\A[!-~]{1,64}\z")]
    private static partial Regex AliasPattern();

    [GeneratedRegex(@"\A\.[A-Za-z0-9_+-]{1,32}\z")]
    private static partial Regex ExtensionPattern();

    [GeneratedRegex(@"\A(?:/(?!\.\.?(?:/|\z))[^/]+)+\z")]
    private static partial Regex PrereadPattern();

    [GeneratedRegex(@"\A(/usr/[A-Za-z0-9._+@/-]{1,255}|[A-Za-z0-9_][A-Za-z0-9._+-]{0,127})\z")]
    private static partial Regex ExecutablePattern();
}
