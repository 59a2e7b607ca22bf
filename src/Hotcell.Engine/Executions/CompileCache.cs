using Hotcell.Engine.Cells;

namespace Hotcell.Engine.Executions;

/// <summary>What compiling came to: the files it left, what it said, and the result.</summary>
internal sealed record Compilation(Artifact Artifact, OutputLog Output, StageResult Result)
{
    /// <summary>What it holds in memory.</summary>
    public long Bytes { get; } = Artifact.Bytes + Result.Output.Held;
}

/// <summary>
/// Compilations that may be asked for again, by what they were made of. Only those that ended well are kept, since others may have failed for want of
/// time. Bounded by what they hold; the one that was used least recently goes first. Cells get copies: none can change what is here.
/// </summary>
internal sealed class CompileCache(ByteSize capacity)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<CompileKey, LinkedListNode<(CompileKey Key, Compilation Compilation)>> _entries = [];
    private readonly LinkedList<(CompileKey Key, Compilation Compilation)> _byUse = [];
    private long _bytes;
    private long _hits;
    private long _misses;

    public bool IsOn => capacity.Bytes > 0;

    public CompileCacheStatus Status
    {
        get
        {
            lock (_lock)
            {
                return new CompileCacheStatus(_entries.Count, new ByteSize(_bytes), _hits, _misses);
            }
        }
    }

    /// <param name="most">What the files may take: a run with little room needs a compilation of its own, to be told so.</param>
    public Compilation? Find(CompileKey key, ByteSize most)
    {
        lock (_lock)
        {
            if (!_entries.TryGetValue(key, out var entry) || entry.Value.Compilation.Artifact.Taken > most)
            {
                _misses++;
                return null;
            }

            _hits++;
            _byUse.Remove(entry);
            _byUse.AddFirst(entry);
            return entry.Value.Compilation;
        }
    }

    public void Add(CompileKey key, Compilation compilation)
    {
        if (compilation.Result.Verdict != Verdict.Ok || compilation.Bytes > capacity.Bytes)
        {
            return;
        }

        lock (_lock)
        {
            if (_entries.ContainsKey(key))
            {
                // Compiled twice at the same time.
                return;
            }

            _entries[key] = _byUse.AddFirst((key, compilation));
            _bytes += compilation.Bytes;
            while (_bytes > capacity.Bytes && _byUse.Last is { } oldest)
            {
                _byUse.RemoveLast();
                _entries.Remove(oldest.Value.Key);
                _bytes -= oldest.Value.Compilation.Bytes;
            }
        }
    }
}

/// <param name="Entries">Compilations that are kept.</param>
/// <param name="Held">What they hold in memory.</param>
/// <param name="Hits">Since the start.</param>
/// <param name="Misses">Since the start.</param>
public sealed record CompileCacheStatus(int Entries, ByteSize Held, long Hits, long Misses);
