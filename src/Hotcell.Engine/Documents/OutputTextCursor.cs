using System.Text.Json;
using Hotcell.Engine.Executions;

namespace Hotcell.Engine.Documents;

/// <summary>Writes a text as the segments of one JSON string, so much at a time as its owner has room for.</summary>
internal sealed class OutputTextCursor(OutputText text) : IDisposable
{
    /// <summary>Bytes at a time: as JSON, where a byte may need six, no more than 64 KiB.</summary>
    private const int Window = 10 * 1024;

    private readonly IEnumerator<(OutputStream Stream, ReadOnlyMemory<byte> Bytes)> _pieces = text.Pieces.GetEnumerator();
    private readonly StreamDecoder _decoder = new();
    private ReadOnlyMemory<byte> _rest;

    /// <summary>Writes some more, or the end; false when that was the end.</summary>
    public bool Write(Utf8JsonWriter writer)
    {
        for (var room = Window; room > 0;)
        {
            if (_rest.IsEmpty && !_pieces.MoveNext())
            {
                Finish(writer);
                return false;
            }

            if (_rest.IsEmpty)
            {
                _rest = _pieces.Current.Bytes;
            }

            var part = _rest[..Math.Min(_rest.Length, room)];
            Write(writer, part.Span);
            room -= part.Length;
            _rest = _rest[part.Length..];
        }

        return true;
    }

    public void Dispose() => _pieces.Dispose();

    private void Write(Utf8JsonWriter writer, ReadOnlySpan<byte> bytes)
    {
        if (text.Encoding == OutputEncoding.Base64)
        {
            writer.WriteBase64StringSegment(bytes, isFinalSegment: false);
        }
        else
        {
            _decoder.Decode(_pieces.Current.Stream, bytes, part => writer.WriteStringValueSegment(part, isFinalSegment: false));
        }
    }

    private void Finish(Utf8JsonWriter writer)
    {
        if (text.Encoding == OutputEncoding.Base64)
        {
            writer.WriteBase64StringSegment([], isFinalSegment: true);
        }
        else
        {
            _decoder.Finish(part => writer.WriteStringValueSegment(part, isFinalSegment: false));
            writer.WriteStringValueSegment(ReadOnlySpan<char>.Empty, isFinalSegment: true);
        }
    }
}
