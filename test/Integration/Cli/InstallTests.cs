using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Hotcell.Kit;
using Xunit;

namespace Hotcell.Integration.Cli;

/// <summary>Installations that must fail: each says why in one message, and leaves nothing behind but what the next attempt can use.</summary>
public sealed class InstallTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("hotcell-install-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void A_disk_that_is_too_small_is_told_before_anything_is_written()
    {
        NeedsRoot();

        // In a mount namespace of its own: the disk is gone with the command.
        var (exit, said) = Run(
            "/usr/bin/unshare",
            ["--mount", "--propagation", "private", "--", "/bin/sh", "-c", "mount -t tmpfs -o size=16m,mode=0755 tmpfs \"$1\" && shift && exec \"$@\"", "sh", _folder.FullName, .. Cli("install", "lua")]);

        Assert.Equal(125, exit);
        Assert.Matches(@"^hotcell: there is not enough space in \S+: \d+ MB are needed and \d+ MB are free\. Nothing was changed\n$", said);
    }

    [Fact]
    public async Task A_mirror_that_does_not_work_is_told_and_nothing_changes()
    {
        NeedsRoot();
        using var mirror = new TcpListener(IPAddress.Loopback, 0);
        mirror.Start();
        _ = AnswerNotFoundAsync(mirror);

        var (exit, said) = await Task.Run(() => Run(Cli("install", "lua", "--mirror", $"http://{mirror.LocalEndpoint}/debian")));

        Assert.True(exit == 125, said);
        Assert.Contains($"http://{mirror.LocalEndpoint}/debian trixie Release", said, StringComparison.Ordinal);
        Assert.Contains("nothing was changed", said, StringComparison.Ordinal);
        Assert.Equal([".cache", ".lock"], Directory.GetFileSystemEntries(Store).Select(entry => Path.GetFileName(entry)).Order());
    }

    [Fact]
    public void What_is_wrong_with_a_command_is_told_at_once()
    {
        NeedsRoot();

        Assert.Equal((2, "hotcell: name languages, or give --all\n"), Run(Cli("install")));
        Assert.Equal((2, "hotcell: --mirror: 'nowhere' is not an address such as http://deb.debian.org/debian\n"), Run(Cli("install", "lua", "--mirror", "nowhere")));
        Assert.Equal((2, "hotcell: lua is not installed; perl is not installed\n"), Run(Cli("remove", "lua", "perl")));
        Assert.StartsWith("hotcell: no such language: klingon, elvish; there are ", Run(Cli("install", "klingon", "lua", "elvish")).Said, StringComparison.Ordinal);
        Assert.Equal((0, "hotcell: no language is installed\n"), Run(Cli("update")));
    }

    [Fact]
    public void A_store_that_others_could_change_is_refused()
    {
        NeedsRoot();
        File.SetUnixFileMode(_folder.FullName, (UnixFileMode)0b111_111_111);

        var (exit, said) = Run(Cli("install", "lua"));

        Assert.Equal(2, exit);
        Assert.Contains("not only root may write to it", said, StringComparison.Ordinal);
    }

    private string Store => Path.Combine(_folder.FullName, "debian");

    private static void NeedsRoot() => Assert.SkipUnless(
        Environment.IsPrivilegedProcess && File.Exists("/usr/bin/mmdebstrap") && File.Exists("/usr/share/keyrings/debian-archive-keyring.gpg"),
        "needs root, mmdebstrap and debian-archive-keyring");

    private static string[] Cli(params string[] args) => [ServerFixture.Dotnet, Machine.CliDll, "languages", .. args];

    private (int Exit, string Said) Run(string[] command) => Run(command[0], command[1..]);

    private (int Exit, string Said) Run(string program, string[] args)
    {
        var start = new ProcessStartInfo(program, args) { RedirectStandardError = true, RedirectStandardOutput = true };
        start.Environment["HOTCELL_IMAGE_STORE"] = Store;
        start.Environment["HOTCELL_LANGUAGES"] = Machine.Languages;
        using var process = Process.Start(start)!;
        var said = process.StandardError.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, said);
    }

    private static async Task AnswerNotFoundAsync(TcpListener mirror)
    {
        try
        {
            while (true)
            {
                using var client = await mirror.AcceptTcpClientAsync();
                using var request = new StreamReader(client.GetStream());
                while (await request.ReadLineAsync() is { Length: > 0 })
                {
                }

                await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"));
            }
        }
        catch (Exception stopped) when (stopped is SocketException or ObjectDisposedException or IOException)
        {
        }
    }
}
