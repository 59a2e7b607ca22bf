using Xunit;

namespace Hotcell.Escape;

/// <summary>What a program is started with: what was agreed, and nothing else of ours.</summary>
public sealed class InheritanceClaims(CellFixture cells)
{
    [Fact]
    public async Task Cannot_inherit_more_than_was_agreed()
    {
        await cells.AssertPrintsAsync(
            """
            env HOME=/work
            env LANG=C.UTF-8
            env PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
            arg ./main
            arg --flag
            fd 0 pipe
            fd 1 pipe
            fd 2 pipe
            host cell, domain (none)
            folder /work, umask 022
            uid 1000, gid 1000, groups 0
            leads its session
            """,
            "inheritance",
            "--flag");
        Assert.NotEqual("cell", Environment.MachineName);
        Assert.NotNull(Environment.GetEnvironmentVariable(CellFixture.Canary));
    }
}
