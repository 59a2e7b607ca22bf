namespace Hotcell.Kit;

/// <summary>Delivers bytes as a network may: in portions of at most so many.</summary>
public sealed class PortionStream(byte[] bytes, int portion) : MemoryStream(bytes)
{
    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        base.ReadAsync(buffer[..Math.Min(portion, buffer.Length)], cancellationToken);
}
