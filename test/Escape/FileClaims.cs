using Hotcell.Kit;
using Xunit;

namespace Hotcell.Escape;

/// <summary>What a program can see and change of the machine's files.</summary>
public sealed class FileClaims(CellFixture cells) : IClassFixture<LeavesNothing<CellFixture>>
{
    [Fact]
    public Task Cannot_open_files_of_the_host() => cells.AssertBlockedAsync(
        "ENOENT", "open", "/etc/shadow", "/etc/ssh", "/etc/machine-id", "/etc/fstab", "/root", "/home", "/var/log", "/var/lib", "/srv", "/boot",
        "/mnt", "/media", "/sys/kernel");

    [Fact]
    public Task Cannot_open_sockets_of_services() => cells.AssertBlockedAsync(
        "ENOENT", "open", "/run/docker.sock", "/var/run/docker.sock", "/run/systemd", "/run/dbus/system_bus_socket", "/run/containerd");

    [Fact]
    public async Task Cannot_open_a_file_in_the_hosts_tmp()
    {
        var path = $"/tmp/hotcell-escape-{Guid.NewGuid()}";
        await File.WriteAllTextAsync(path, "secret");
        try
        {
            await cells.AssertBlockedAsync("ENOENT", "open", path);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public async Task Cannot_open_the_checkout_or_the_wardens_socket()
    {
        string[] ours = [Path.Combine(Machine.Repository, "Hotcell.slnx"), Machine.Warden, cells.Warden.Socket, AppContext.BaseDirectory];
        var lines = await cells.LinesAsync("open", ours);

        // ENOTDIR: where the checkout's path begins like that of the program, /work/main.
        Assert.All(lines, line => Assert.Matches(": blocked (ENOENT|ENOTDIR)$", line));
    }

    [Fact]
    public Task Cannot_open_images_of_the_warden() =>
        cells.AssertBlockedAsync("ENOENT", "open", "/images", "/images/0", "/stores", "/stores/0", "/cell");

    [Fact]
    public Task Cannot_open_anything_of_process_1() => cells.AssertBlockedAsync(
        "ENOENT", "open", "/proc/1", "/proc/1/root", "/proc/1/root/etc/shadow", "/proc/1/cwd", "/proc/1/exe", "/proc/1/environ", "/proc/1/mem",
        "/proc/1/maps", "/proc/1/fd", "/proc/1/fd/3", "/proc/1/task/1/fd");

    [Fact]
    public Task Cannot_climb_out_of_the_root() => cells.AssertPrintsAsync(
        """
        /../../../..: blocked at /
        /proc/self/root/../..: blocked at /
        /proc/self/cwd/../../..: blocked at /
        /proc/thread-self/root/..: blocked at /
        /dev/fd/../../../..: blocked at /
        .: blocked at /
        """,
        "climb");

    [Fact]
    public async Task Cannot_change_the_root_or_usr()
    {
        var lines = await cells.LinesAsync("readonly");

        // EACCES: the file's own permissions are asked before the mount's.
        Assert.All(lines, line => Assert.Matches(": blocked (EROFS|EACCES)$", line));
        Assert.Contains("create in /usr: blocked EROFS", lines);
        Assert.Contains("rename /work: blocked EROFS", lines);
    }

    [Fact]
    public async Task Cannot_link_files_that_are_not_its_own()
    {
        var lines = await cells.LinesAsync("links");

        Assert.All(lines, line => Assert.Matches(": blocked (EXDEV|EPERM|ENOENT|EROFS|EBUSY)$", line));
        Assert.Contains("/usr/bin/env: blocked EXDEV", lines);
    }

    [Fact]
    public async Task Cannot_lease_files_of_the_image()
    {
        var leases = (await cells.LinesAsync("locks", "look")).Where(line => line.StartsWith("lease /", StringComparison.Ordinal)).ToList();

        Assert.Equal(7, leases.Count);
        Assert.All(leases, line => Assert.Matches(": blocked (EACCES|EINVAL|EAGAIN)$", line));
    }

    [Fact]
    public async Task Cannot_write_anywhere_but_to_work_tmp_and_shm()
    {
        string[] devices = ["/dev/full", "/dev/null", "/dev/ptmx", "/dev/pts/ptmx", "/dev/random", "/dev/urandom", "/dev/zero"];
        var lines = await cells.LinesAsync("writable");

        Assert.Equal(["/dev/shm", "/tmp", "/work"], lines.Except(devices).Order());
    }

    [Fact]
    public async Task Cannot_see_devices_but_the_harmless_ones() => Assert.Equal(
        [
            "/dev/fd", "/dev/full", "/dev/null", "/dev/ptmx", "/dev/pts", "/dev/random", "/dev/shm", "/dev/stderr", "/dev/stdin", "/dev/stdout",
            "/dev/tty", "/dev/urandom", "/dev/zero",
        ],
        await cells.LinesAsync("list", "/dev"));

    [Fact]
    public async Task Cannot_make_or_open_devices_of_the_machine()
    {
        var lines = await cells.LinesAsync("devices");

        Assert.Equal(["/work/mem: blocked EPERM", "/tmp/disk: blocked EPERM", "/dev/shm/null: blocked EPERM"], lines.Take(3));
        Assert.All(lines.Skip(3), line => Assert.EndsWith(": blocked ENOENT", line));
    }

    [Fact]
    public async Task Cannot_see_more_than_the_agreed_root()
    {
        string[] agreed = ["bin", "dev", "etc", "hotcell", "lib", "lib32", "lib64", "libx32", "proc", "sbin", "sys", "tmp", "usr", "var", "work"];

        Assert.Empty((await cells.LinesAsync("list", "/")).Except(agreed.Select(name => "/" + name)));
    }

    [Fact]
    public async Task Cannot_see_more_of_the_languages_than_what_boots() => Assert.All(
        (await cells.LinesAsync("list", "/hotcell")).Except(["/hotcell/hold.so"]),
        language => Assert.True(Directory.Exists(Path.Combine(Machine.Languages, Path.GetFileName(language), "boot")), language));

    [Fact]
    public Task Cannot_see_anything_in_var_but_its_tmp() => cells.AssertPrintsAsync("/var/tmp", "list", "/var");

    [Fact]
    public async Task Cannot_gain_from_any_mount()
    {
        var lines = await cells.LinesAsync("mountinfo");

        Assert.Contains("/usr:", lines);
        Assert.DoesNotContain(lines, line => line.Contains(" setuid", StringComparison.Ordinal));

        // What covers a file of /proc is /dev/null itself.
        Assert.All(lines.Where(line => line.Contains(" devices", StringComparison.Ordinal)), line => Assert.Matches("^/(dev|proc)/", line));
    }
}
