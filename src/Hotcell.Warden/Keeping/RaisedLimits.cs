using System.Runtime.CompilerServices;
using Hotcell.Linux;
using Hotcell.Linux.Abi;

namespace Hotcell.Warden.Keeping;

/// <summary>
/// For the making of the outer user namespace: the kernel adds up what all users of a namespace have of signals waiting, message queues and locked
/// memory, and holds the sum against the limits that the namespace's maker had at that moment. What we inherited is meant for one user; every
/// cell gets limits of its own, and the sum none, so that one cell cannot take the share of all. An ordinary user may not raise its limits: then the sum
/// stays that user's.
/// </summary>
internal unsafe struct RaisedLimits
{
    private Saved _saved;

    public static RaisedLimits Raise()
    {
        var raised = default(RaisedLimits);
        for (var i = 0; i < Resources.Length; i++)
        {
            Rlimit old;
            Sys.GetRlimit(Resources[i], &old);
            raised._saved[i] = old;
            Sys.SetRlimit(Resources[i], ulong.MaxValue, ulong.MaxValue);
        }

        return raised;
    }

    private static ReadOnlySpan<int> Resources => [Processes.RLIMIT_SIGPENDING, Processes.RLIMIT_MSGQUEUE, Processes.RLIMIT_MEMLOCK];

    /// <summary>The keeper and its command are held to what they were started with.</summary>
    public readonly void Restore()
    {
        for (var i = 0; i < Resources.Length; i++)
        {
            Sys.SetRlimit(Resources[i], _saved[i].rlim_cur, _saved[i].rlim_max);
        }
    }

    [InlineArray(3)]
    private struct Saved
    {
        private Rlimit _first;
    }
}
