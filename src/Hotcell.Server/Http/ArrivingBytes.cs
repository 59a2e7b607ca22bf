namespace Hotcell.Server.Http;

/// <summary>Bytes on their way from a client. The buffer grows with what has arrived, never with what was only announced, on the account of a lease.</summary>
/// <param name="most">So many may come.</param>
internal sealed class ArrivingBytes(MemoryBudget.Lease lease, int most)
{
    private const int FirstBuffer = 4096;
    private const int Growth = 4;

    private byte[] _buffer = [];
    private int _length;

    public ReadOnlyMemory<byte> Bytes => _buffer.AsMemory(0, _length);

    /// <summary>Whether more have come than may.</summary>
    public bool IsOver => _length > most;

    /// <summary>Room for the next, at least one byte; false when there is no memory to be had. There is room for one byte more than may come.</summary>
    public bool TryGetRoom(out Memory<byte> room)
    {
        if (_length == _buffer.Length)
        {
            var larger = (int)Math.Min(Math.Max(FirstBuffer, (long)Growth * _buffer.Length), most + 1L);
            if (!lease.TryTake(larger - _buffer.Length))
            {
                room = default;
                return false;
            }

            Array.Resize(ref _buffer, larger);
        }

        room = _buffer.AsMemory(_length);
        return true;
    }

    /// <summary>What has arrived until now.</summary>
    public MemoryStream OpenRead() => new(_buffer, 0, _length, writable: false);

    /// <summary>Forgets what has arrived, and gives its memory back.</summary>
    public void LetGo()
    {
        lease.GiveBack(_buffer.Length);
        (_buffer, _length) = ([], 0);
    }

    /// <summary>Notes that <paramref name="count"/> bytes have been put into the room.</summary>
    public void Add(int count) => _length += count;
}
