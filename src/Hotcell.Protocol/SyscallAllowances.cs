namespace Hotcell.Protocol;

/// <summary>
/// System calls that the program filter refuses and that a plan may ask to be allowed. Nothing that is not here can be: these act within the cell
/// only, under the kernel's own checks (ptrace access, the NUMA nodes that the group may use), and are refused because hardly anybody needs them.
/// Numbers are frozen; new ones are appended.
/// </summary>
[Flags]
public enum SyscallAllowances : uint
{
    None = 0,

    /// <summary>Compares what two processes share.</summary>
    Kcmp = 1 << 0,

    /// <summary>Takes a descriptor of a process that the caller may trace.</summary>
    PidfdGetfd = 1 << 1,

    /// <summary>Moves the caller's memory between nodes.</summary>
    MovePages = 1 << 2,

    /// <summary>As <see cref="MovePages"/>, all pages of a process.</summary>
    MigratePages = 1 << 3,

    All = Kcmp | PidfdGetfd | MovePages | MigratePages,
}
