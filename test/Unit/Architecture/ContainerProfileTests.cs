using System.Text;
using System.Text.Json;
using Hotcell.Linux.Abi;
using Hotcell.Warden.Filters;
using static Hotcell.Linux.Abi.SyscallNumber;

namespace Hotcell.Unit.Architecture;

/// <summary>
/// <c>deploy/container/seccomp.json</c>: what a container engine lets Hotcell call. All calls that were reviewed, but those that a program is refused
/// whatever its arguments are and that the warden does not need, either.
/// </summary>
public sealed class ContainerProfileTests
{
    /// <summary>What makes cells, and what an ordinary service may want.</summary>
    private static readonly int[] s_needed =
    [
        __NR_clone3, __NR_mount, __NR_umount2, __NR_pivot_root, __NR_fsopen, __NR_fsconfig, __NR_fsmount, __NR_open_tree, __NR_move_mount, __NR_mount_setattr, __NR_sethostname,
        __NR_sync, __NR_syncfs,
    ];

    private static string File => Path.Combine(Kit.Machine.Repository, "deploy", "container", "seccomp.json");

    [Fact]
    public void Profile_allows_what_cells_are_made_with_and_no_call_that_nobody_needs()
    {
        var expected = Expected();
        if (Environment.GetEnvironmentVariable("HOTCELL_WRITE_PROFILE") == "true")
        {
            System.IO.File.WriteAllText(File, expected);
        }

        Assert.Equal(expected, System.IO.File.ReadAllText(File));
    }

    [Theory]
    [InlineData("bpf")]
    [InlineData("keyctl")]
    [InlineData("open_by_handle_at")]
    [InlineData("kexec_load")]
    [InlineData("init_module")]
    [InlineData("userfaultfd")]
    [InlineData("io_uring_setup")]
    [InlineData("setns")]
    public void Profile_refuses(string call)
    {
        using var profile = JsonDocument.Parse(System.IO.File.ReadAllText(File));
        Assert.Equal("SCMP_ACT_ERRNO", profile.RootElement.GetProperty("defaultAction").GetString());
        Assert.DoesNotContain(call, profile.RootElement.GetProperty("syscalls")[0].GetProperty("names").EnumerateArray().Select(name => name.GetString()));
    }

    private static string Expected()
    {
        var refused = ProgramFilter.Rules.Where(rule => rule.Tests.Length == 0).Select(rule => rule.Syscall).Except(s_needed).ToHashSet();
        var names = Enumerable.Range(0, LastReviewed + 1).Where(call => !refused.Contains(call)).Select(NameOf).Where(name => !name.StartsWith("syscall ", StringComparison.Ordinal)).Order(StringComparer.Ordinal);
        var text = new StringBuilder("""
            {
              "defaultAction": "SCMP_ACT_ERRNO",
              "defaultErrnoRet": 38,
              "architectures": ["SCMP_ARCH_X86_64"],
              "syscalls": [
                {
                  "action": "SCMP_ACT_ALLOW",
                  "names": [

            """);
        return text.AppendJoin(",\n", names.Select(name => $"        \"{name}\"")).Append("\n      ]\n    }\n  ]\n}\n").ToString();
    }
}
