namespace Hotcell.Linux;

/// <summary>A system call failed where the caller has no better use for its errno than to tell somebody.</summary>
public sealed class LinuxException(string call, int errno) : Exception($"{call}: {Abi.Errno.NameOf(errno)}")
{
    /// <summary>Name of the call, and of what it was about: <c>connect /run/warden.sock</c>.</summary>
    public string Call { get; } = call;

    /// <summary>A positive number of errno(3).</summary>
    public int Errno { get; } = errno;
}
