namespace Hotcell.Server.Http;

/// <summary>Connections that stay open: a bounded number, of which one owner has at most half.</summary>
internal sealed class ConnectionPlaces(int most)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, int> _owners = new(StringComparer.Ordinal);
    private int _count;

    public int Count => Volatile.Read(ref _count);

    /// <summary>Whose connections they are, as far as they are counted: all from one network (<see cref="ClientNetwork"/>).</summary>
    public static string OwnerOf(HttpContext context) => ClientNetwork.Of(context.Connection.RemoteIpAddress);

    /// <summary>False where there are too many.</summary>
    public bool TryEnter(string owner)
    {
        lock (_gate)
        {
            var own = _owners.GetValueOrDefault(owner);
            if (_count >= most || own >= (most + 1) / 2)
            {
                return false;
            }

            (_owners[owner], _count) = (own + 1, _count + 1);
            return true;
        }
    }

    public void Leave(string owner)
    {
        lock (_gate)
        {
            _count--;
            if (--_owners[owner] == 0)
            {
                _owners.Remove(owner);
            }
        }
    }
}
