namespace Hotcell.Engine.Languages;

/// <summary>One error of a language's description.</summary>
/// <param name="File">Path of the file or folder.</param>
/// <param name="Line">From 1; 0 where there is none.</param>
/// <param name="Key">Where in it: <c>run.argv[2]</c>; empty for the file as a whole.</param>
public sealed record LanguageError(string File, long Line, string Key, string Message)
{
    public override string ToString() => (Line == 0 ? File : $"{File}:{Line}") + (Key.Length == 0 ? $": {Message}" : $": {Key}: {Message}");
}

/// <summary>No language could be loaded: the message has one line per error, of all files.</summary>
public sealed class LanguageException(IReadOnlyList<LanguageError> errors)
    : Exception("The languages are described wrongly:\n  " + string.Join("\n  ", errors))
{
    public IReadOnlyList<LanguageError> Errors { get; } = errors;
}
