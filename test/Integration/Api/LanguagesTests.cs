using System.Text.Json;
using Hotcell.Kit;
using Xunit;

namespace Hotcell.Integration.Api;

public sealed class LanguagesTests(ServerFixture server) : IClassFixture<LeavesNothing<ServerFixture>>
{
    [Fact]
    public async Task Languages_tell_what_a_client_needs()
    {
        var answer = JsonDocument.Parse(await server.Client.GetStringAsync("/api/v1/languages")).RootElement;
        var languages = answer.At("languages").EnumerateArray().ToDictionary(one => one.Text("id")!);
        Assert.Empty(new[] { "bash", "c", "cpp", "java", "javascript", "python" }.Except(languages.Keys));
        var python = languages["python"];
        Assert.True(python.At("available").GetBoolean());
        Assert.StartsWith("Python 3", python.Text("version"));
        Assert.Equal("main.py", python.Text("source_file"));
        Assert.Equal("python", python.Text("highlighting"));
        Assert.Equal("print(\"Hello, World!\")\n", python.Text("example"));
        Assert.Empty(python.At("missing").EnumerateArray());
        Assert.True(python.IsNull("install"));
    }
}
