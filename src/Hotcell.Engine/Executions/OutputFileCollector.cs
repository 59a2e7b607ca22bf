using System.Buffers;
using System.Text;
using Hotcell.Engine.Cells;
using Hotcell.Protocol;

namespace Hotcell.Engine.Executions;

/// <summary>
/// Picks the files that a request asks for out of all that lies in <c>/work</c> at the end. Init of the cell reads them, when nothing else lives in it, without following
/// links; what it tells is believed no more than any other word of a cell. Bounded in files, bytes and words about what is left out.
/// </summary>
/// <param name="own">The request's files: those that the program has not changed are nothing new.</param>
internal sealed class OutputFileCollector(FilePatterns patterns, IReadOnlyList<SourceFile> own, OutputFileLimits limits, ByteSize work) : IFileSink
{
    /// <summary>Files for which there is room in the limit, whatever is asked for.</summary>
    private const int LookedAt = 4096;

    private const int MostNamed = 64;
    private const int LongestName = 255;

    private readonly List<OutputFile> _files = [];
    private readonly List<LeftOutFile> _leftOut = [];
    private string? _name;
    private ArrayBufferWriter<byte>? _content;
    private bool _open;
    private long _taken;
    private long _kept;
    private int _unnamed;

    /// <summary>All that real files can hold, and their names. A file with holes may seem to have more.</summary>
    public ByteSize Limit { get; } = new(work.Bytes + (LookedAt * (long)FileHeader.Overhead));

    public bool TakesPart => true;

    public bool TryAdd(FrameKind kind, ReadOnlySpan<byte> payload)
    {
        var isFile = kind == FrameKind.File;
        if (isFile ? payload.Length is <= FileHeader.Size or > FileHeader.Size + FileHeader.MaxPath : !_open || payload.IsEmpty)
        {
            return false;
        }

        _taken += isFile ? FileHeader.Overhead : payload.Length;
        if (_taken > Limit.Bytes)
        {
            return false;
        }

        if (isFile)
        {
            End();
            Begin(payload[FileHeader.Size..]);
        }
        else if (_content is not null)
        {
            Append(payload);
        }

        return true;
    }

    /// <param name="cut">Whether there was more than <see cref="Limit"/>: then the last file is not whole.</param>
    public OutputFiles Finish(bool cut)
    {
        if (cut)
        {
            LeaveOut(_content is null ? null : _name, "is not whole, because there is too much in /work");
        }

        End();
        if (_unnamed > 0)
        {
            _leftOut.Add(new LeftOutFile(null, $"{_unnamed} more"));
        }

        if (cut)
        {
            _leftOut.Add(new LeftOutFile(null, $"there is more in /work than is looked through: {Limit}, and 32 folders deep"));
        }

        return new OutputFiles([.. _files.OrderBy(file => file.Name, StringComparer.Ordinal)], _leftOut);
    }

    private void Begin(ReadOnlySpan<byte> path)
    {
        _open = true;
        _name = Encoding.UTF8.GetString(path);
        if (!patterns.Match(_name))
        {
            return;
        }

        if (_name.Any(char.IsControl) || !Encoding.UTF8.GetBytes(_name).AsSpan().SequenceEqual(path))
        {
            LeaveOut(string.Concat(_name.Select(unit => char.IsControl(unit) ? '\ufffd' : unit)), "has a name that is no text");
        }
        else if (_files.Count == limits.Count)
        {
            LeaveOut(_name, $"is more than {limits.Count} files");
        }
        else
        {
            _content = new ArrayBufferWriter<byte>();
        }
    }

    private void Append(ReadOnlySpan<byte> bytes)
    {
        if (_kept + _content!.WrittenCount + bytes.Length > limits.Bytes.Bytes)
        {
            LeaveOut(_name, $"is more than {limits.Bytes}, all files together");
            return;
        }

        _content.Write(bytes);
    }

    private void LeaveOut(string? name, string reason)
    {
        _content = null;
        if (name is null)
        {
            return;
        }

        if (_leftOut.Count < MostNamed)
        {
            _leftOut.Add(new LeftOutFile(name.Length <= LongestName ? name : name[..LongestName] + "…", reason));
        }
        else
        {
            _unnamed++;
        }
    }

    private void End()
    {
        if (_content is { } content && !own.Any(file => file.Name == _name && file.Content.Span.SequenceEqual(content.WrittenSpan)))
        {
            _files.Add(new OutputFile(_name!, content.WrittenSpan.ToArray()));
            _kept += content.WrittenCount;
        }

        _content = null;
    }
}

/// <param name="Count">Files.</param>
/// <param name="Bytes">All together.</param>
public sealed record OutputFileLimits(int Count, ByteSize Bytes);
