using System.Net;
using System.Text;
using System.Text.Json;
using Hotcell.Kit;
using Xunit;

namespace Hotcell.Integration.Api;

/// <summary><c>output_files</c> of <c>POST /api/v1/executions</c>, and programs that mean harm by theirs.</summary>
public sealed class OutputFilesTests(ServerFixture server) : IClassFixture<LeavesNothing<ServerFixture>>
{
    [Fact]
    public async Task Files_come_back_as_they_are()
    {
        var answer = await RunAsync("python", "import os\nos.makedirs('plots/deep')\nopen('a.bin', 'wb').write(bytes(range(256)))\nopen('plots/deep/b.bin', 'w').close()\nopen('c.txt', 'w').write('no')", "*.bin", "plots/**");

        Assert.Equal("Ok", answer.Text("verdict"));
        Assert.Equal([("a.bin", 256), ("plots/deep/b.bin", 0)], Files(answer).Select(file => (file.Text("name")!, file.Number("size"))));
        Assert.Equal(Enumerable.Range(0, 256).Select(value => (byte)value), Content(answer, "a.bin"));
        Assert.Equal(0, answer.At("left_out_files").GetArrayLength());
    }

    [Fact]
    public async Task A_compiled_and_a_booted_program_leave_files_too()
    {
        var compiled = await RunAsync("c", "#include <stdio.h>\nint main(void) { FILE *f = fopen(\"x.txt\", \"w\"); fputs(\"c\", f); return 0; }", "*.txt", "*.c");
        Assert.Equal("c"u8.ToArray(), Content(compiled, "x.txt"));
        Assert.Single(Files(compiled));

        var booted = await RunAsync("python", "open('x.txt', 'w').write('p')\nopen('main.py', 'a').write('#')", "*");
        Assert.Equal("p"u8.ToArray(), Content(booted, "x.txt"));
        Assert.Contains("main.py", Files(booted).Select(file => file.Text("name")));
    }

    [Fact]
    public async Task Without_being_asked_for_and_without_success_there_are_none()
    {
        Assert.False((await server.RunAsync(new { language = "bash", code = "echo x > x" })).TryGetProperty("output_files", out _));
        Assert.False((await RunAsync("bash", "echo x > x; exit 1", "*")).TryGetProperty("output_files", out _));
    }

    [Fact]
    public async Task Links_pipes_and_sockets_are_no_files()
    {
        var answer = await RunAsync("bash", """
            ln -s /etc/passwd passwd; ln -s / root; ln -s . self; ln -s /proc/1/environ environ; mkfifo pipe; mkdir empty
            python3 -c 'import socket; socket.socket(socket.AF_UNIX).bind("socket")'
            echo fine > real; ln real twin; chmod 000 real
            """, "**");

        Assert.Equal("Ok", answer.Text("verdict"));
        Assert.Equal(["real", "twin"], Files(answer).Select(file => file.Text("name")));
        Assert.Equal("fine\n"u8.ToArray(), Content(answer, "real"));
    }

    [Fact]
    public async Task Swapping_a_file_for_a_link_wins_nothing()
    {
        for (var round = 0; round < 5; round++)
        {
            var answer = await RunAsync("python", """
                import os, time
                for child in range(4):
                    if os.fork() == 0:
                        os.setsid()
                        while True:
                            for name in ("file", "folder"):
                                try:
                                    if os.path.islink(name): os.unlink(name)
                                    elif name == "file": os.rename("file", "spare")
                                    else: os.rmdir("folder")
                                    os.symlink("/etc" if name == "folder" else "/etc/passwd", name)
                                    os.unlink(name)
                                    if name == "file": open("file", "w").write("mine")
                                    else: os.mkdir("folder")
                                except OSError: pass
                time.sleep(0.3)
                """, "**");

            Assert.Equal("Ok", answer.Text("verdict"));
            Assert.DoesNotContain("root:", string.Concat(Files(answer).Select(file => Encoding.UTF8.GetString(Content(answer, file.Text("name")!)))), StringComparison.Ordinal);
            Assert.DoesNotContain(Files(answer), file => file.Text("name")!.StartsWith("folder/", StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task A_large_file_with_holes_is_left_out_and_told()
    {
        var answer = await RunAsync("bash", "echo 1 > a; truncate -s 250M b; echo 3 > c", new { file_size_mb = 256 }, "?");

        Assert.Equal("Ok", answer.Text("verdict"));
        Assert.DoesNotContain("b", Files(answer).Select(file => file.Text("name")));
        Assert.Contains("b", answer.At("left_out_files").EnumerateArray().Select(file => file.Text("name")));
    }

    [Fact]
    public async Task A_thousand_files_with_holes_take_bounded_time_and_memory()
    {
        var answer = await RunAsync("bash", "for i in {1..1000}; do truncate -s 250M hole$i; done", new { file_size_mb = 256 }, "*");

        Assert.Equal("Ok", answer.Text("verdict"));
        Assert.Empty(Files(answer));
        Assert.Contains(answer.At("left_out_files").EnumerateArray(), file => file.IsNull("name") && file.Text("reason")!.Contains("looked through", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Of_thousands_of_files_some_are_returned_and_the_rest_is_counted()
    {
        var answer = await RunAsync("bash", "for i in {1..3000}; do echo $i > f$i; done", "f*");

        Assert.Equal(64, Files(answer).Count);
        var rest = answer.At("left_out_files").EnumerateArray().ToList();
        Assert.Equal("2872 more", rest[^1].Text("reason"));
        Assert.Equal(64, rest.Count(file => !file.IsNull("name")));
    }

    [Fact]
    public async Task Hostile_names_and_depths_do_no_harm()
    {
        var answer = await RunAsync("python", """
            import os
            open(b"bad\xff", "w").close(); open("new\nline", "w").close(); open("fine ü", "w").close()
            for i in range(60):
                os.mkdir("d"); os.chdir("d")
            open("deep", "w").close()
            """, "**");

        Assert.Equal("Ok", answer.Text("verdict"));
        Assert.All(Files(answer), file => Assert.Equal("fine ü", file.Text("name")));
        Assert.NotEmpty(answer.At("left_out_files").EnumerateArray());
    }

    [Fact]
    public async Task Wrong_patterns_are_named()
    {
        using var response = await server.PostAsync("/api/v1/executions", new { language = "bash", code = "", output_files = new object[] { "/etc/*", "a/../b", 5 }, tests = new[] { new { expected = "" } } });
        var errors = JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement.At("errors").EnumerateArray().Select(error => error.Text("field"));

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal(["output_files", "output_files[0]", "output_files[1]", "output_files[2]"], errors.Order(StringComparer.Ordinal));
    }

    private Task<JsonElement> RunAsync(string language, string code, params IEnumerable<string> patterns) => RunAsync(language, code, new { }, patterns);

    private Task<JsonElement> RunAsync(string language, string code, object limits, params IEnumerable<string> patterns) =>
        server.RunAsync(new { language, code, limits, output_files = patterns });

    private static List<JsonElement> Files(JsonElement answer) => [.. answer.At("output_files").EnumerateArray()];

    private static byte[] Content(JsonElement answer, string name) => Files(answer).Single(file => file.Text("name") == name).At("content").GetBytesFromBase64();
}
