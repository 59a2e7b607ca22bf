using System.Globalization;
using Hotcell.Kit;
using Xunit;

namespace Hotcell.Integration.Abuse;

/// <summary>Resident memory of a server, as /proc tells. From <see cref="Watch"/> on the kernel remembers the highest.</summary>
internal sealed class ServerMemory
{
    private readonly int _pid;
    private readonly long _before;

    private ServerMemory(int pid)
    {
        _pid = pid;
        _before = Read("VmRSS:");
    }

    public static ServerMemory Watch(ServerFixture server)
    {
        // proc(5): 5 resets the peak resident set size.
        File.WriteAllText($"/proc/{server.ServerId}/clear_refs", "5");
        return new ServerMemory(server.ServerId);
    }

    /// <summary>Asserts that the server never had more than <paramref name="mebibytes"/> more than at first.</summary>
    public void AssertGrewAtMost(int mebibytes)
    {
        var grown = (Read("VmHWM:") - _before) / 1024;
        Assert.True(grown <= mebibytes, $"The server grew by {grown} MiB, from {_before / 1024} MiB.");
        TestContext.Current.TestOutputHelper?.WriteLine($"The server grew by {grown} MiB, from {_before / 1024} MiB.");
    }

    /// <summary>In KiB.</summary>
    private long Read(string row)
    {
        var line = File.ReadLines($"/proc/{_pid}/status").First(line => line.StartsWith(row, StringComparison.Ordinal));
        return long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2], CultureInfo.InvariantCulture);
    }
}
