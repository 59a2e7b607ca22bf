using System.Globalization;
using Hotcell.Kit;
using Xunit;

namespace Hotcell.Integration.Serving;

public sealed class FootprintTests(ServerFixture server) : IClassFixture<LeavesNothing<ServerFixture>>
{
    [Fact]
    public async Task Server_is_an_ordinary_user_without_capabilities()
    {
        await server.RunAsync(new { language = "bash", code = "true" });
        var status = File.ReadAllLines($"/proc/{server.ServerId}/status").Select(line => line.Split('\t', 2)).ToDictionary(parts => parts[0], parts => parts[1]);
        Assert.DoesNotContain("0", status["Uid:"].Split('\t'));
        Assert.Equal(0UL, ulong.Parse(status["CapPrm:"], NumberStyles.HexNumber, CultureInfo.InvariantCulture));
        Assert.Equal("1", status["NoNewPrivs:"]);
        Assert.Empty(status.GetValueOrDefault("Groups:", "").Trim());
    }

    [Fact]
    public async Task Submitted_code_is_not_logged()
    {
        const string Secret = "s3cr3t-in-the-program";
        await server.RunAsync(new { language = "python", code = $"raise Exception('{Secret}')", stdin = Secret, args = new[] { Secret } });
        using var wrong = await server.PostAsync("/api/v1/executions", new { language = Secret, code = Secret, env = new { A = 1, Secret } });
        Assert.DoesNotContain("s3cr3t", server.Keeper.Log);
    }
}
