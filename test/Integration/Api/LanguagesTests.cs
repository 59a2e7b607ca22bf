using System.Text.Json;
using Hotcell.Kit;
using Xunit;

namespace Hotcell.Integration.Api;

public sealed class LanguagesTests(ServerFixture server) : IClassFixture<LeavesNothing<ServerFixture>>
{
    /// <summary>The tests use the folders of the checkout; <c>./hotcell serve</c> and <c>run</c> use those that are built.</summary>
    [Fact]
    public void What_is_built_has_the_boot_programs_of_all_languages()
    {
        var wanted = Files(Machine.Languages);
        Assert.NotEmpty(wanted);
        Assert.Equal(wanted, Files(Path.Combine(Path.GetDirectoryName(Machine.ServerDll)!, "languages")));
        Assert.Equal(wanted, Files(Path.Combine(Path.GetDirectoryName(Machine.CliDll)!, "languages")));

        static IEnumerable<string> Files(string languages) => Directory.EnumerateFiles(languages, "*", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(languages, file))
            .Where(file => file.Contains("/boot/", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal);
    }

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
