using Hotcell.Protocol;

namespace Hotcell.Engine.Cells;

/// <summary>Gets the files that a program leaves, as its cell tells of them. The cell is hostile: whatever it says, no more may be kept than allowed.</summary>
internal interface IFileSink
{
    /// <summary>As <see cref="StartHeader.FilesBytes"/>.</summary>
    ByteSize Limit { get; }

    /// <summary>Whether a part of the files is of use, when there are more than the limit: then they are not all told, and that is no failure.</summary>
    bool TakesPart { get; }

    /// <summary>False when a cell may not say this.</summary>
    bool TryAdd(FrameKind kind, ReadOnlySpan<byte> payload);
}
