using Hotcell.Engine.Languages;

namespace Hotcell.Engine.Executions;

/// <summary>Checks the files of a request and gives each its final name.</summary>
internal sealed class FileChecker(EngineOptions options, List<FieldError> errors)
{
    /// <param name="language">Null when it is unknown; then a missing name of the first file is not made up.</param>
    /// <returns>The files with normalised names; not to be used when an error was noted.</returns>
    public IReadOnlyList<SourceFile> Check(IReadOnlyList<SourceFile> files, Language? language)
    {
        if (files.Count == 0)
        {
            errors.Add(new FieldError("files", "must have at least one file"));
        }

        if (files.Count > options.MaxFiles)
        {
            errors.Add(new FieldError("files", $"must not be more than {options.MaxFiles}"));
            return files;
        }

        if (files.Sum(file => (long)file.Content.Length) > options.MaxSource.Bytes)
        {
            errors.Add(new FieldError("files", $"must not be larger than {options.MaxSource} together"));
        }

        SourceFile[] named = [.. files.Select((file, i) => file with { Name = NameOf(file, i, language) })];
        CheckCollisions(named);
        return named;
    }

    private string? NameOf(SourceFile file, int i, Language? language)
    {
        var name = file.Name;
        if (name is null && i == 0)
        {
            if (language is null)
            {
                return null;
            }

            name = SourceNaming.DefaultName(language, SourceNaming.VariablesIn(language, file.Content));
        }

        var (valid, error) = name is null ? (null, "is missing; only the first file may go without") : FileNameRules.Check(name);
        if (error is not null)
        {
            errors.Add(new FieldError($"files[{i}].name", error));
        }

        return valid;
    }

    /// <summary>No two files may be one, and no file may be where another one needs a folder.</summary>
    private void CheckCollisions(SourceFile[] files)
    {
        var first = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var i = 0; i < files.Length; i++)
        {
            if (files[i].Name is { } name && !first.TryAdd(name, i))
            {
                errors.Add(new FieldError($"files[{i}].name", $"is the same as files[{first[name]}].name"));
            }
        }

        for (var i = 0; i < files.Length; i++)
        {
            for (var slash = files[i].Name?.IndexOf('/') ?? -1; slash > 0; slash = files[i].Name!.IndexOf('/', slash + 1))
            {
                if (first.TryGetValue(files[i].Name![..slash], out var file))
                {
                    errors.Add(new FieldError($"files[{i}].name", $"needs a folder where files[{file}] is a file"));
                }
            }
        }
    }
}
