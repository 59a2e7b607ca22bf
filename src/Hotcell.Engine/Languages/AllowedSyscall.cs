using Hotcell.Linux.Abi;
using Hotcell.Protocol;

namespace Hotcell.Engine.Languages;

/// <summary>A system call that programs of a language may make though the filter refuses it to others.</summary>
/// <param name="Name">One of <see cref="Names"/>.</param>
/// <param name="Reason">Why the language cannot do without; told to operators.</param>
public sealed record AllowedSyscall(string Name, string Reason)
{
    private static readonly Dictionary<string, SyscallAllowances> Known = new(StringComparer.Ordinal)
    {
        [SyscallNumber.NameOf(SyscallNumber.__NR_kcmp)!] = SyscallAllowances.Kcmp,
        [SyscallNumber.NameOf(SyscallNumber.__NR_pidfd_getfd)!] = SyscallAllowances.PidfdGetfd,
        [SyscallNumber.NameOf(SyscallNumber.__NR_move_pages)!] = SyscallAllowances.MovePages,
        [SyscallNumber.NameOf(SyscallNumber.__NR_migrate_pages)!] = SyscallAllowances.MigratePages,
    };

    /// <summary>All that can be allowed. The warden refuses any other, whoever asks.</summary>
    public static IReadOnlyCollection<string> Names => Known.Keys;

    /// <summary>As a plan says it.</summary>
    internal SyscallAllowances Allowance => Known[Name];
}
