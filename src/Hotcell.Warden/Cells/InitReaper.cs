using Hotcell.Linux;
using Hotcell.Linux.Abi;

namespace Hotcell.Warden.Cells;

/// <summary>Reaping, as process 1 must: orphans would stay zombies and count against the process limit. The rules of <see cref="InitSetup"/> hold.</summary>
internal static unsafe class InitReaper
{
    public static void ReapAll(InitState* state)
    {
        const int signalfdSiginfo = 128;
        var ignored = stackalloc byte[signalfdSiginfo];
        Sys.Read(state->Children, ignored, signalfdSiginfo);
        while (ReapOne(state, Processes.WNOHANG))
        {
        }
    }

    /// <summary>False when there is no (ended) child.</summary>
    public static bool ReapOne(InitState* state, int options)
    {
        int status;
        Rusage usage;
        var pid = Sys.WaitChild(-1, &status, options, &usage);
        if (pid == -Errno.EINTR)
        {
            return true;
        }

        if (pid <= 0)
        {
            return false;
        }

        state->UserMicroseconds += usage.ru_utime.Microseconds;
        state->SystemMicroseconds += usage.ru_stime.Microseconds;
        state->MaxResidentBytes = Math.Max(state->MaxResidentBytes, (ulong)usage.ru_maxrss * 1024);
        if (pid == state->Program)
        {
            state->WaitStatus = status;
            state->EndedAt = Sys.MonotonicNanoseconds();
            state->Ended = true;
        }

        return true;
    }

    /// <summary>Whether <paramref name="fd"/> has nothing more to say.</summary>
    public static bool OnlyHangUp(int fd)
    {
        var wait = new Pollfd { fd = fd, events = Polling.POLLIN };
        return Sys.Poll(&wait, 1, 0) > 0 && (wait.revents & Polling.POLLIN) == 0;
    }
}
