using System.Diagnostics;
using Hotcell.Cli;
using Hotcell.Cli.Images;
using Hotcell.Unit.Engine;

namespace Hotcell.Unit.Cli;

/// <summary>apt and dpkg change trees that Hotcell made, and nothing else.</summary>
public sealed class TreeTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("")]
    [InlineData("/")]
    [InlineData("//")]
    [InlineData("/.")]
    [InlineData("/usr")]
    [InlineData("/usr/..")]
    [InlineData("/usr/lib/../..")]
    [InlineData("usr/lib")]
    [InlineData("/nonexistent/tree")]
    [InlineData("/etc/passwd")]
    public void Cannot_be_what_is_not_a_folder_of_ours(string root) => Assert.Throws<CommandException>(() => Tree.At(root, _folder.Root));

    [Theory]
    [InlineData("/")]
    [InlineData("/usr/lib")]
    public void Cannot_be_a_link_to_somewhere_else(string target)
    {
        _folder.Link("tree", target);
        Assert.Throws<CommandException>(() => Tree.At(_folder.In("tree"), _folder.Root));
        _folder.Link("way", Path.GetDirectoryName(target) ?? "/");
        Assert.Throws<CommandException>(() => Tree.At(_folder.In("way") + "/lib", _folder.Root));
    }

    [Fact]
    public void Whatever_runs_in_a_tree_runs_behind_chroot_to_it()
    {
        Directory.CreateDirectory(_folder.In("tree"));

        var tool = Tree.At(_folder.In("tree"), _folder.Root).Inside("/usr/bin/apt-get", "update");

        var shell = tool.Args.ToList();
        Assert.Equal("/bin/sh", tool.Program);
        Assert.Equal(["sh", _folder.In("tree"), _folder.Root, "/usr/sbin/chroot", _folder.In("tree"), "/usr/bin/apt-get", "update"], shell[2..]);
    }

    /// <summary>The shell's own check, alone: nothing comes behind it here that could change anything.</summary>
    [Theory]
    [InlineData("/")]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("//")]
    [InlineData("/usr")]
    [InlineData("/usr/..")]
    [InlineData("/proc/self/root")]
    [InlineData("/proc/self/root/")]
    public void The_last_door_is_shut_to_the_machines_own_root(string root)
    {
        using var shell = Process.Start(new ProcessStartInfo("/bin/sh", ["-c", Tree.Guard, "sh", root]) { RedirectStandardError = true })!;

        Assert.Equal($"refusing to change '{root}'\n", shell.StandardError.ReadToEnd());
        shell.WaitForExit();
        Assert.Equal(125, shell.ExitCode);
    }

    [Fact]
    public void The_last_door_is_open_to_a_tree()
    {
        _folder.WriteExecutable("tree/usr/bin/dpkg");
        using var shell = Process.Start("/bin/sh", ["-c", Tree.Guard, "sh", _folder.In("tree")]);

        shell.WaitForExit();
        Assert.Equal(0, shell.ExitCode);
    }

    /// <summary>A mount that is meant for a tree must never be one of this machine.</summary>
    [Fact]
    public void Every_tool_has_mounts_of_its_own()
    {
        var start = new Tool("/bin/true").StartInfo;

        Assert.Equal("/usr/bin/unshare", start.FileName);
        Assert.Equal(["--mount", "--propagation", "private", "--pid", "--fork", "--kill-child", "--mount-proc", "--", "/bin/true"], start.ArgumentList);
    }

    [Fact]
    public void A_file_is_written_in_place_of_a_link_that_leads_out()
    {
        _folder.Write("outside", "mine");
        _folder.Link("tree/etc/resolv.conf", _folder.In("outside"));

        Tree.At(_folder.In("tree"), _folder.Root).Write("etc/resolv.conf", "new");

        Assert.Equal(("mine", "new"), (File.ReadAllText(_folder.In("outside")), File.ReadAllText(_folder.In("tree/etc/resolv.conf"))));
    }
}
