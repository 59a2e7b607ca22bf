namespace Hotcell.Engine.Languages;

/// <summary>Reads <c>lexical</c> of a language.</summary>
internal static class LexicalReader
{
    public static LexicalSyntax Read(YamlMap map, ErrorNotes notes)
    {
        var tokens = new List<LexicalToken>();
        tokens.AddRange(map.Maps("comments").Select(token => ReadOne(token, isComment: true, notes)));
        tokens.AddRange(map.Maps("strings").Select(token => ReadOne(token, isComment: false, notes)));
        map.RejectOthers();
        return new LexicalSyntax([.. tokens.OrderByDescending(token => token.Open.Length)]);
    }

    private static LexicalToken ReadOne(YamlMap map, bool isComment, ErrorNotes notes)
    {
        var open = NotEmpty("open", map.Text("open", required: true));
        var close = NotEmpty("close", map.Text("close"));
        var escape = map.Text("escape");
        if (escape is { Length: not 1 })
        {
            notes.Add(map.PathOf("escape"), "must be one character");
        }

        var interpolation = NotEmpty("interpolation", map.Text("interpolation"));
        if (interpolation?.EndsWith('{') == false)
        {
            notes.Add(map.PathOf("interpolation"), "must end with '{'");
        }

        var token = new LexicalToken(open ?? "?", close ?? (isComment ? null : open), isComment)
        {
            Escape = escape is [var one] ? one : null,
            Multiline = map.Flag("multiline") ?? isComment && close is not null,
            Nested = map.Flag("nested") ?? false,
            WordStart = map.Flag("word_start") ?? false,
            Interpolation = interpolation,
        };
        map.RejectOthers();
        return token;

        string? NotEmpty(string key, string? text)
        {
            if (text is not "")
            {
                return text;
            }

            notes.Add(map.PathOf(key), "must not be empty");
            return null;
        }
    }
}
