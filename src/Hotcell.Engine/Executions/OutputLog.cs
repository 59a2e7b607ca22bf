using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Hotcell.Engine.Executions;

/// <summary>
/// Everything that one stage wrote, in the order of arrival. The cell's reader appends and never waits; one follower may read along as slowly
/// as its client does, without holding up the program. Many small writes cost a few bytes each, and the total is bounded by the output limit.
/// </summary>
internal sealed class OutputLog
{
    private readonly Lock _gate = new();

    /// <summary>Lengths of the stretches of one stream, in order; negative for stderr.</summary>
    private readonly List<int> _stretches = [];

    /// <summary>Both streams. It is only ever appended to, so slices of it (and of outgrown ones) stay true.</summary>
    private byte[] _bytes = [];
    private int _length;
    private bool _complete;
    private TaskCompletionSource? _follower;

    public void Append(OutputStream stream, ReadOnlySpan<byte> bytes)
    {
        lock (_gate)
        {
            if (_bytes.Length - _length < bytes.Length)
            {
                Array.Resize(ref _bytes, Math.Max(_length + bytes.Length, _bytes.Length * 2));
            }

            bytes.CopyTo(_bytes.AsSpan(_length));
            _length += bytes.Length;
            var signed = stream == OutputStream.Stdout ? bytes.Length : -bytes.Length;
            if (_stretches.Count > 0 && _stretches[^1] > 0 == signed > 0)
            {
                CollectionsMarshal.AsSpan(_stretches)[^1] += signed;
            }
            else
            {
                _stretches.Add(signed);
            }

            WakeFollower();
        }
    }

    /// <summary>Nothing more will come.</summary>
    public void Complete()
    {
        lock (_gate)
        {
            _complete = true;
            WakeFollower();
        }
    }

    /// <summary>What there is and what comes, until <see cref="Complete"/>. For one follower, or for many when it is complete.</summary>
    public async IAsyncEnumerable<(OutputStream Stream, ReadOnlyMemory<byte> Bytes)> FollowAsync(
        [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        var place = default(Place);
        while (true)
        {
            var (stream, bytes, more) = Next(ref place);
            if (bytes.Length > 0)
            {
                yield return (stream, bytes);
            }
            else if (more is not null)
            {
                await more.WaitAsync(cancellation);
            }
            else
            {
                yield break;
            }
        }
    }

    /// <summary>The streams apart, and together. To be asked when complete.</summary>
    public (ReadOnlyMemory<byte> Stdout, ReadOnlyMemory<byte> Stderr, ReadOnlyMemory<byte> Interleaved) Collect()
    {
        lock (_gate)
        {
            var all = _bytes.AsMemory(0, _length);
            return _stretches switch
            {
                [] => default,
                [> 0] => (all, default, all),
                [_] => (default, all, all),
                _ => (Extract(stderr: false), Extract(stderr: true), all),
            };
        }
    }

    /// <summary>The bytes of one stream at a place, as many as there are; else what to wait for; else nothing, at the end.</summary>
    private (OutputStream Stream, ReadOnlyMemory<byte> Bytes, Task? More) Next(ref Place place)
    {
        lock (_gate)
        {
            if (place.Stretch + 1 < _stretches.Count && Math.Abs(_stretches[place.Stretch]) == place.Within)
            {
                place = new Place(place.Offset, place.Stretch + 1, 0);
            }

            if (place.Stretch < _stretches.Count && Math.Abs(_stretches[place.Stretch]) - place.Within is > 0 and var length)
            {
                var bytes = _bytes.AsMemory(place.Offset, length);
                place = new Place(place.Offset + length, place.Stretch, place.Within + length);
                return (_stretches[place.Stretch] > 0 ? OutputStream.Stdout : OutputStream.Stderr, bytes, null);
            }

            if (_complete)
            {
                return default;
            }

            _follower = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return (default, default, _follower.Task);
        }
    }

    private byte[] Extract(bool stderr)
    {
        var result = new byte[_stretches.Where(stretch => stretch < 0 == stderr).Sum(Math.Abs)];
        var (from, to) = (0, 0);
        foreach (var stretch in _stretches)
        {
            var length = Math.Abs(stretch);
            if (stretch < 0 == stderr)
            {
                _bytes.AsSpan(from, length).CopyTo(result.AsSpan(to));
                to += length;
            }

            from += length;
        }

        return result;
    }

    private void WakeFollower()
    {
        _follower?.TrySetResult();
        _follower = null;
    }

    /// <summary>How far a follower has come: bytes in all, stretches before this one, and bytes of this one.</summary>
    private readonly record struct Place(int Offset, int Stretch, int Within);
}
