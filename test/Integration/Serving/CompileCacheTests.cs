using Hotcell.Kit;
using Xunit;

namespace Hotcell.Integration.Serving;

/// <summary>Identical programs are compiled once, and nobody notices but by the time it takes.</summary>
public sealed class CompileCacheTests : IAsyncLifetime
{
    private readonly ServerFixture _server = new() { Options = ["--ready-time", "1"] };

    public ValueTask InitializeAsync() => _server.InitializeAsync();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task The_same_program_is_compiled_once()
    {
        var code = "#warning said while compiling\n" + Program("puts(\"1\");");
        var first = await _server.RunAsync(new { language = "c", code });
        var again = await _server.RunAsync(new { language = "c", code, stdin = "other", args = new[] { "a" } });

        Assert.Equal((false, true), (Cached(first), Cached(again)));
        Assert.Contains("said while compiling", first.GetProperty("compile").Text("stderr"), StringComparison.Ordinal);
        foreach (var field in new[] { "verdict", "stdout", "stderr", "output" })
        {
            Assert.Equal(first.GetProperty("compile").Text(field), again.GetProperty("compile").Text(field));
        }

        Assert.Equal(("Ok", "1\n"), (again.Text("verdict"), again.GetProperty("run").Text("stdout")));
    }

    [Fact]
    public async Task Other_files_limits_or_a_wish_are_compiled_again()
    {
        var code = Program("puts(NAME);");
        object Request(string name, bool cache = true) => new
        {
            language = "c",
            cache,
            files = new[] { new { name = "main.c", content = "#include \"name.h\"\n" + code }, new { name = "name.h", content = $"#define NAME \"{name}\"\n" } },
        };

        Assert.False(Cached(await _server.RunAsync(Request("one"))));
        var other = await _server.RunAsync(Request("two"));
        Assert.Equal((false, "two\n"), (Cached(other), other.GetProperty("run").Text("stdout")));
        Assert.True(Cached(await _server.RunAsync(Request("one"))));
        Assert.False(Cached(await _server.RunAsync(Request("one", cache: false))));
    }

    [Fact]
    public async Task A_run_cannot_change_what_the_next_one_gets()
    {
        var code = Program("""
            FILE *f = fopen("main", "r+"); if (f) { fputs("#!/bin/echo changed\n", f); fclose(f); } remove("main"); puts("ran");
            f = fopen("main", "w"); if (f) { fputs("#!/bin/echo changed\n", f); fclose(f); }
            """);
        for (var i = 0; i < 3; i++)
        {
            var result = await _server.RunAsync(new { language = "c", code });
            Assert.Equal((i > 0, "ran\n"), (Cached(result), result.GetProperty("run").Text("stdout")));
        }
    }

    [Fact]
    public async Task What_does_not_compile_is_tried_again()
    {
        for (var i = 0; i < 2; i++)
        {
            var result = await _server.RunAsync(new { language = "c", code = "int main( {" });
            Assert.Equal(("CompileError", false), (result.Text("verdict"), Cached(result)));
        }
    }

    private static string Program(string body) => $"#include <stdio.h>\nint main(void) {{ {body} }}\n";

    private static bool Cached(System.Text.Json.JsonElement result) => result.GetProperty("compile").GetProperty("cached").GetBoolean();
}
