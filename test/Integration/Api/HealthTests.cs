using System.Text.Json;
using Hotcell.Kit;
using Xunit;

namespace Hotcell.Integration.Api;

public sealed class HealthTests(ServerFixture server) : IClassFixture<LeavesNothing<ServerFixture>>
{
    [Fact]
    public async Task Health_names_warden_and_languages()
    {
        var answer = JsonDocument.Parse(await server.Client.GetStringAsync("/health")).RootElement;
        Assert.Equal("healthy", answer.Text("status"));
        Assert.True(answer.At("warden", "connected").GetBoolean());
        Assert.InRange(answer.Number("warden", "cgroup_version"), 1, 2);
        Assert.Contains("seccomp", answer.At("warden", "isolation").EnumerateArray().Select(one => one.GetString()));
        Assert.InRange(answer.Number("cells", "dying_cgroups"), 0, 1_000_000);
        Assert.Contains("python", answer.At("languages", "available").EnumerateArray().Select(one => one.GetString()));
    }
}
