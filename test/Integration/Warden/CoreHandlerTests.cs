using Hotcell.Kit;
using Xunit;

namespace Hotcell.Integration.Warden;

/// <summary>Where a crash in a cell would start or reach something of the machine, nothing starts; that it does not elsewhere, test/Escape shows.</summary>
public sealed class CoreHandlerTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("hotcell-test-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task A_limit_that_is_not_ours_to_raise_is_named_and_nothing_starts() =>
        Assert.Contains("hotcell-warden: RLIMIT_CORE is 0 and may not be raised to 1", await RefusalAsync("setpriv", "--reuid=64981", "--regid=64981", "--clear-groups", "prlimit", "--core=0:0"));

    /// <summary>The pattern is a file that this warden alone sees.</summary>
    [Fact]
    public async Task A_handler_that_listens_on_a_socket_is_named_and_nothing_starts()
    {
        var pattern = Path.Combine(_folder.FullName, "core_pattern");
        await File.WriteAllTextAsync(pattern, "@/run/core.socket\n");

        var said = await RefusalAsync("unshare", "--mount", "sh", "-c", """mount --bind "$0" /proc/sys/kernel/core_pattern && exec "$@" """, pattern);

        Assert.Contains("hotcell-warden: /proc/sys/kernel/core_pattern is a socket", said);
    }

    private async Task<string> RefusalAsync(params string[] launcher)
    {
        await using var keeper = Child.Start(
            launcher[0], [.. launcher[1..], Machine.Warden, "--socket", Path.Combine(_folder.FullName, "s"), "--until-stdin-closes"]);
        Assert.Equal(125, await keeper.WaitForExitAsync());
        return keeper.Log;
    }
}
