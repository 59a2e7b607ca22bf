namespace Hotcell.Engine;

/// <summary>A number of bytes; a type of its own so that a limit can never be read as kilobytes.</summary>
public readonly record struct ByteSize(long Bytes) : IComparable<ByteSize>
{
    public double Mebibytes => Bytes / (1024.0 * 1024.0);

    public static ByteSize FromKibibytes(double value) => new((long)(value * 1024));

    public static ByteSize FromMebibytes(double value) => new((long)(value * 1024 * 1024));

    public int CompareTo(ByteSize other) => Bytes.CompareTo(other.Bytes);

    public static bool operator <(ByteSize left, ByteSize right) => left.Bytes < right.Bytes;

    public static bool operator >(ByteSize left, ByteSize right) => left.Bytes > right.Bytes;

    public static bool operator <=(ByteSize left, ByteSize right) => left.Bytes <= right.Bytes;

    public static bool operator >=(ByteSize left, ByteSize right) => left.Bytes >= right.Bytes;

    /// <summary>For messages: <c>256 MiB</c>, <c>64 KiB</c>, <c>17 bytes</c>.</summary>
    public override string ToString() => Bytes switch
    {
        >= 1024 * 1024 when Bytes % (1024 * 1024) == 0 => $"{Bytes / (1024 * 1024)} MiB",
        >= 1024 when Bytes % 1024 == 0 => $"{Bytes / 1024} KiB",
        _ => $"{Bytes} bytes",
    };
}
