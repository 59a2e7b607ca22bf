using System.Buffers;
using System.Text.Json;

namespace Hotcell.Engine.Documents;

/// <summary>A buffer that is sent to somebody who may be slow: it takes long texts as they are, and makes their JSON when there is room for it.</summary>
public interface ILongTextWriter : IBufferWriter<byte>
{
    /// <summary>What <paramref name="text"/> will read belongs here, behind all that was written and before what comes next.</summary>
    void Write(LongText text);
}

/// <summary>A text within the quotes of a JSON string, made as it is read. It holds the bytes that the text is made of, and one window of JSON.</summary>
public sealed class LongText(OutputText text)
{
    private readonly ArrayBufferWriter<byte> _window = new();
    private Utf8JsonWriter? _writer;
    private OutputTextCursor? _cursor;
    private bool _over;

    /// <summary>Some more JSON, which is there until the next call; false at the end.</summary>
    public bool TryRead(out ReadOnlyMemory<byte> json)
    {
        json = default;
        if (_over)
        {
            return false;
        }

        var isFirst = _writer is null;
        _writer ??= JsonStyle.Writer(_window);
        _cursor ??= new OutputTextCursor(text);
        _window.ResetWrittenCount();
        _over = !_cursor.Write(_writer);
        _writer.Flush();

        // The quotes are the document's own.
        json = _window.WrittenMemory[(isFirst ? 1 : 0)..^(_over ? 1 : 0)];
        if (_over)
        {
            _cursor.Dispose();
            _writer.Dispose();
        }

        return true;
    }
}
