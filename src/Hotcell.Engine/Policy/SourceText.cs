using Hotcell.Engine.Languages;

namespace Hotcell.Engine.Policy;

/// <summary>
/// A source in which code is told from comments and texts, by the little that <see cref="LexicalSyntax"/> says. That is no parser: where a language has more ways to write a
/// text (here documents, regular expressions, raw texts with chosen ends), what follows one of them may be taken for the wrong thing.
/// </summary>
internal sealed class SourceText
{
    private readonly char[] _text;
    private readonly bool[] _isCode;
    private readonly string _source;
    private readonly LexicalSyntax? _syntax;

    /// <summary>Texts whose interpolations are open, with the braces that are open in each.</summary>
    private readonly Stack<(LexicalToken Token, int Braces)> _open = new();

    /// <param name="syntax">Null: nobody knows, so all of it is code.</param>
    public SourceText(string source, LexicalSyntax? syntax)
    {
        (_source, _syntax) = (source, syntax);
        _text = source.ToCharArray();
        _isCode = new bool[source.Length];
        if (syntax is null)
        {
            Array.Fill(_isCode, true);
        }
        else
        {
            Read();
        }

        Code = new string(_text);
    }

    /// <summary>The source with blanks for comments: of the same length, with the same lines.</summary>
    public string Code { get; }

    /// <summary>Whether what is there is neither comment nor text.</summary>
    public bool IsCode(int index) => index < _isCode.Length && _isCode[index];

    /// <summary>The first place from <paramref name="index"/> on that is code; the length where there is none.</summary>
    public int NextCode(int index)
    {
        var found = Array.IndexOf(_isCode, true, Math.Min(index, _isCode.Length));
        return found < 0 ? _isCode.Length : found;
    }

    private void Read()
    {
        for (var at = 0; at < _source.Length;)
        {
            if (CloseOfInterpolation(at) is { } text)
            {
                _isCode[at] = true;
                at = ReadToken(text, at + 1, depth: 1);
            }
            else if (TokenAt(at) is { } token)
            {
                Mark(at, token.Open.Length, token);
                at = ReadToken(token, at + token.Open.Length, depth: 1);
            }
            else
            {
                _isCode[at++] = true;
            }
        }
    }

    /// <summary>Returns where it ends, or where code within it begins.</summary>
    private int ReadToken(LexicalToken token, int at, int depth)
    {
        while (at < _source.Length)
        {
            if (_source[at] == '\n' && !token.Multiline)
            {
                return at;
            }

            if (_source[at] == token.Escape)
            {
                at += Mark(at, 2, token);
            }
            else if (token.Interpolation is { } code && IsAt(at, code))
            {
                Array.Fill(_isCode, true, at, code.Length);
                _open.Push((token, 0));
                return at + code.Length;
            }
            else if (token.Close is { } close && IsAt(at, close))
            {
                at += Mark(at, close.Length, token);
                if (--depth == 0)
                {
                    return at;
                }
            }
            else if (token.Nested && IsAt(at, token.Open))
            {
                at += Mark(at, token.Open.Length, token);
                depth++;
            }
            else
            {
                at += Mark(at, 1, token);
            }
        }

        return at;
    }

    private LexicalToken? TokenAt(int at)
    {
        foreach (var token in _syntax!.Tokens)
        {
            if (IsAt(at, token.Open) && (!token.WordStart || at == 0 || _source[at - 1] is '\n' or '\r' or '\t' or ' ' or ';' or '&' or '|' or '(' or ')'))
            {
                return token;
            }
        }

        return null;
    }

    /// <summary>The text that goes on behind a brace, where there is one that closes code within it.</summary>
    private LexicalToken? CloseOfInterpolation(int at)
    {
        if (_open.Count == 0 || _source[at] is not ('{' or '}'))
        {
            return null;
        }

        var (token, braces) = _open.Pop();
        if (_source[at] == '}' && braces == 0)
        {
            return token;
        }

        _open.Push((token, braces + (_source[at] == '{' ? 1 : -1)));
        return null;
    }

    private bool IsAt(int at, string text) => string.CompareOrdinal(_source, at, text, 0, text.Length) == 0;

    /// <summary>Returns how much there was to mark.</summary>
    private int Mark(int at, int length, LexicalToken token)
    {
        length = Math.Min(length, _source.Length - at);
        for (var i = at; token.IsComment && i < at + length; i++)
        {
            _text[i] = _source[i] is '\n' or '\r' ? _source[i] : ' ';
        }

        return length;
    }
}
