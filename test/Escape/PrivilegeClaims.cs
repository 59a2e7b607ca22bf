using Hotcell.Kit;
using Xunit;

namespace Hotcell.Escape;

/// <summary>Who a program is, and can become: nobody.</summary>
public sealed class PrivilegeClaims(CellFixture cells) : IClassFixture<LeavesNothing<CellFixture>>
{
    private const string Powerless = """
        Uid:	1000	1000	1000	1000
        Gid:	1000	1000	1000	1000
        Groups:	 
        SigBlk:	0000000000000000
        SigIgn:	0000000000000000
        CapInh:	0000000000000000
        CapPrm:	0000000000000000
        CapEff:	0000000000000000
        CapBnd:	0000000000000000
        CapAmb:	0000000000000000
        NoNewPrivs:	1
        Seccomp:	2
        """;

    /// <summary>What <c>probes/status.c</c> prints.</summary>
    internal const string PowerlessThreeTimes = $"{Powerless}\nchild\n{Powerless}\nthread\n{Powerless}";

    [Fact]
    public Task Cannot_have_capabilities_in_itself_a_child_or_a_thread() => cells.AssertPrintsAsync(PowerlessThreeTimes, "status");

    [Fact]
    public Task Cannot_become_somebody_else() => cells.AssertPrintsAsync(
        """
        setuid(0): blocked EPERM
        setgid(0): blocked EPERM
        setreuid(0): blocked EPERM
        setresuid(0): blocked EPERM
        setresgid(0): blocked EPERM
        setgroups: blocked EPERM
        setfsuid(0): blocked EPERM
        capset: blocked EPERM
        raise an ambient capability: blocked EPERM
        switch no_new_privs off: blocked EINVAL
        switch the filter off: blocked EINVAL
        set securebits: blocked EPERM
        setuid(1001): blocked EINVAL
        """,
        "identity");

    [Fact]
    public Task Cannot_rise_by_set_user_id_programs() => cells.AssertPrintsAsync("looked at some", "setuid_programs");
}
