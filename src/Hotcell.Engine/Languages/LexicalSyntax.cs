namespace Hotcell.Engine.Languages;

/// <summary>How a language's comments and texts look, as far as telling them from code goes.</summary>
/// <param name="Tokens">Where several could begin, the longest does.</param>
public sealed record LexicalSyntax(IReadOnlyList<LexicalToken> Tokens);

/// <summary>One kind of comment or text.</summary>
/// <param name="Open">What begins it.</param>
/// <param name="Close">What ends it; null: the end of the line.</param>
public sealed record LexicalToken(string Open, string? Close, bool IsComment)
{
    /// <summary>The character that takes the meaning from the next one; null: there is none.</summary>
    public char? Escape { get; init; }

    /// <summary>Whether it goes on after the end of the line.</summary>
    public bool Multiline { get; init; }

    /// <summary>Whether one within another has an end of its own.</summary>
    public bool Nested { get; init; }

    /// <summary>Whether it begins only where a word could: at the beginning of a line, or behind white space or one of <c>;&amp;|()</c>.</summary>
    public bool WordStart { get; init; }

    /// <summary>What begins code within a text, which goes on to the brace that closes it; null: there is none.</summary>
    public string? Interpolation { get; init; }
}
