using System.Text.Json;
using Hotcell.Kit;
using Xunit;

namespace Hotcell.Integration.Serving;

public sealed class DisconnectTests(ServerFixture server) : IClassFixture<LeavesNothing<ServerFixture>>
{
    [Fact]
    public async Task Disconnect_kills_the_run()
    {
        var before = await LeakCheck.TakeAsync(server.Keeper.Id, server.ServerId);
        using var gone = new CancellationTokenSource();
        using (var client = server.NewClient())
        {
            var body = System.Net.Http.Json.JsonContent.Create(new { language = "bash", code = "while :; do sleep 1; done", limits = new { wall_time_ms = 100_000 } });
            var request = client.PostAsync("/api/v1/executions", body, gone.Token);
            await Eventually.HoldsAsync(() => Processes.Below(server.Keeper.Id).Count > before.Processes + 1, "init and the program run");
            await gone.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => request);
        }

        await before.AssertNothingLeftAsync(server.ServerId);
        await Eventually.HoldsAsync(() => RunningAsync().GetAwaiter().GetResult() == 0, "no execution is counted as running");
    }

    [Fact]
    public async Task Disconnect_while_compiling_kills_the_compiler()
    {
        var before = await LeakCheck.TakeAsync(server.Keeper.Id, server.ServerId);
        using var gone = new CancellationTokenSource();
        using (var client = server.NewClient())
        {
            const string Endless = "template<int N> struct F { static const long v = F<N-1>::v + F<N-2>::v; };\n#include <regex>\n#include <map>\nint main() { std::regex r(\"a\"); return 0; }";
            var body = System.Net.Http.Json.JsonContent.Create(new { language = "cpp", code = Endless });
            var request = client.PostAsync("/api/v1/executions", body, gone.Token);
            await Eventually.HoldsAsync(() => Processes.Below(server.Keeper.Id).Any(pid => Processes.NameOf(pid) == "cc1plus"), "the compiler runs");
            await gone.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => request);
        }

        await before.AssertNothingLeftAsync(server.ServerId);
    }

    [Fact]
    public async Task Disconnect_kills_all_tests_and_their_interactors()
    {
        const string Endless = "while :; do sleep 1; done";
        var before = await LeakCheck.TakeAsync(server.Keeper.Id, server.ServerId);
        using var gone = new CancellationTokenSource();
        using (var client = server.NewClient())
        {
            var body = System.Net.Http.Json.JsonContent.Create(new
            {
                language = "bash",
                code = Endless,
                limits = new { wall_time_ms = 100_000 },
                checker = new { kind = "interactor", language = "bash", code = Endless },
                tests = Enumerable.Repeat(new { stdin = "" }, 10),
            });
            var request = client.PostAsync("/api/v1/executions", body, gone.Token);
            await Eventually.HoldsAsync(() => Processes.Below(server.Keeper.Id).Count > before.Processes + 3, "a program and its interactor run");
            await gone.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => request);
        }

        await before.AssertNothingLeftAsync(server.ServerId);
        await Eventually.HoldsAsync(() => RunningAsync().GetAwaiter().GetResult() == 0, "no execution is counted as running");
    }

    private async Task<int> RunningAsync() =>
        JsonDocument.Parse(await server.Client.GetStringAsync("/health")).RootElement.At("queue", "running").GetInt32();
}
