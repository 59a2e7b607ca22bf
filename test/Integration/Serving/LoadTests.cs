using Hotcell.Kit;
using Xunit;

namespace Hotcell.Integration.Serving;

public sealed class LoadTests(ServerFixture server) : IClassFixture<LeavesNothing<ServerFixture>>
{
    private const int Clients = 200;

    [Fact]
    public async Task Two_hundred_at_once_are_all_right_and_nothing_is_left_behind()
    {
        await server.RunAsync(new { language = "c", code = "int main(void) { return 0; }" });
        var before = await LeakCheck.TakeAsync(server.Keeper.Id, server.ServerId);
        using (var client = server.NewClient())
        {
            var answers = await Task.WhenAll(Enumerable.Range(0, Clients).Select(i => RunAsync(client, i)));
            for (var i = 0; i < Clients; i++)
            {
                Assert.Equal(("Ok", $"{i} of {i}\n"), (answers[i].Text("verdict"), answers[i].Text("run", "stdout")));
            }
        }

        await before.AssertNothingLeftAsync(server.ServerId);
    }

    private static async Task<System.Text.Json.JsonElement> RunAsync(HttpClient client, int i)
    {
        var body = (i % 10) switch
        {
            0 => (object)new { language = "c", code = $"#include <stdio.h>\nint main(void) {{ char in[9]; fgets(in, 9, stdin); printf(\"{i} of %s\\n\", in); }}", stdin = $"{i}" },
            1 => new { language = "python", code = $"print({i}, 'of', input())", stdin = $"{i}" },
            _ => new { language = "bash", code = $"read -r n; echo {i} of $n", stdin = $"{i}\n" },
        };
        using var response = await client.PostAsync("/api/v1/executions", System.Net.Http.Json.JsonContent.Create(body));
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(response.IsSuccessStatusCode, text);
        return System.Text.Json.JsonDocument.Parse(text).RootElement;
    }
}
