using System.Text;
using Hotcell.Kit;
using Xunit;

namespace Hotcell.Integration.Api;

public sealed class ExecutionsTests(ServerFixture server) : IClassFixture<LeavesNothing<ServerFixture>>
{
    [Fact]
    public async Task Program_gets_its_verdict_document()
    {
        var answer = await server.RunAsync(new { language = "python", code = "import sys\nprint('out')\nprint('err', file=sys.stderr)\n" });
        Assert.Equal("Ok", answer.Text("verdict"));
        Assert.Equal("python", answer.Text("language"));
        Assert.True(answer.IsNull("compile"));
        Assert.Equal("Ok", answer.Text("run", "verdict"));
        Assert.Equal("out\n", answer.Text("run", "stdout"));
        Assert.Equal("err\n", answer.Text("run", "stderr"));
        Assert.Contains("out\n", answer.Text("run", "output"));
        Assert.Contains("err\n", answer.Text("run", "output"));
        Assert.Equal(0, answer.Number("run", "exit_code"));
        Assert.True(answer.IsNull("run", "signal"));
        Assert.True(answer.IsNull("run", "refused_syscall"));
        Assert.InRange(answer.Number("run", "wall_time_ms"), 1, 10_000);
        Assert.InRange(answer.Number("run", "cpu_time_ms"), 1, 10_000);
        Assert.InRange(answer.Number("run", "peak_memory_bytes"), 100_000, 256 << 20);
        Assert.True(Guid.TryParse(answer.Text("id"), out _));
        Assert.Contains("network_namespace", answer.At("isolation").EnumerateArray().Select(one => one.GetString()));
    }

    [Fact]
    public async Task Alias_names_the_language()
    {
        var answer = await server.RunAsync(new { language = "PY", code = "print(1)" });
        Assert.Equal("python", answer.Text("language"));
    }

    [Fact]
    public async Task Several_files_are_all_there()
    {
        var answer = await server.RunAsync(new
        {
            language = "python",
            files = new object[]
            {
                new { name = "main.py", content = "from lib.greet import hello\nprint(hello(), open('data.bin', 'rb').read())" },
                new { name = "lib/greet.py", content = "def hello(): return 'hello'" },
                new { name = "data.bin", content = Convert.ToBase64String([0, 255, 10]), encoding = "base64" },
            },
        });
        Assert.Equal("hello b'\\x00\\xff\\n'\n", answer.Text("run", "stdout"));
    }

    [Fact]
    public async Task Several_source_files_are_compiled_together()
    {
        var answer = await server.RunAsync(new
        {
            language = "c",
            files = new object[]
            {
                new { name = "main.c", content = "#include <stdio.h>\n#include \"two.h\"\nint main(void) { printf(\"%d\\n\", two()); }" },
                new { name = "two.c", content = "#include \"two.h\"\nint two(void) { return 2; }" },
                new { name = "two.h", content = "int two(void);" },
            },
        });
        Assert.Equal("2\n", answer.Text("run", "stdout"));
        Assert.Equal("Ok", answer.Text("compile", "verdict"));
    }

    [Fact]
    public async Task Args_and_env_reach_the_program()
    {
        var answer = await server.RunAsync(new
        {
            language = "python",
            code = "import os, sys\nprint(sys.argv[1:], os.environ['GREETING'])",
            args = new[] { "one", "two words", "", "$(id)", "--help" },
            env = new Dictionary<string, string> { ["GREETING"] = "grüß = dich" },
        });
        Assert.Equal("['one', 'two words', '', '$(id)', '--help'] grüß = dich\n", answer.Text("run", "stdout"));
    }

    [Fact]
    public async Task Stdin_reaches_the_program()
    {
        var answer = await server.RunAsync(new { language = "python", code = "print(input()[::-1])", stdin = "abc\n" });
        Assert.Equal("cba\n", answer.Text("run", "stdout"));
    }

    [Fact]
    public async Task Stdin_without_content_is_at_its_end()
    {
        var answer = await server.RunAsync(new { language = "python", code = "import sys\nprint(repr(sys.stdin.read()))" });
        Assert.Equal("''\n", answer.Text("run", "stdout"));
    }

    [Fact]
    public async Task Stdin_of_10_MiB_arrives_whole()
    {
        var bytes = new byte[10 << 20];
        new Random(1).NextBytes(bytes);
        var answer = await server.RunAsync(new
        {
            language = "python",
            code = "import sys, hashlib\nprint(hashlib.sha256(sys.stdin.buffer.read()).hexdigest())",
            stdin = Convert.ToBase64String(bytes),
            stdin_encoding = "base64",
        });
        Assert.Equal(Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(bytes)) + "\n", answer.Text("run", "stdout"));
    }

    [Fact]
    public async Task Stdin_that_nobody_reads_does_no_harm()
    {
        var answer = await server.RunAsync(new { language = "python", code = "print('done')", stdin = new string('x', 5 << 20) });
        Assert.Equal(("Ok", "done\n"), (answer.Text("verdict"), answer.Text("run", "stdout")));
    }

    [Fact]
    public async Task Characters_survive_all_the_way()
    {
        const string Text = "äöü 漢字 🦀 \u0001 \\ \" </script> e\u0301";
        var answer = await server.RunAsync(new { language = "python", code = $"# {Text}\nprint(input())", stdin = Text });
        Assert.Equal(Text + "\n", answer.Text("run", "stdout"));
    }

    [Fact]
    public async Task Bytes_that_are_no_text_become_replacement_characters()
    {
        var answer = await server.RunAsync(new { language = "python", code = "import sys\nsys.stdout.buffer.write(b'a\\xffb\\xe2\\x82')" });
        Assert.Equal("a\uFFFDb\uFFFD", answer.Text("run", "stdout"));
    }

    [Fact]
    public async Task Bytes_come_whole_in_base64()
    {
        var answer = await server.RunAsync(new { language = "python", code = "import sys\nsys.stdout.buffer.write(bytes(range(256)))", output_encoding = "base64" });
        Assert.Equal(Enumerable.Range(0, 256).Select(value => (byte)value), Convert.FromBase64String(answer.Text("run", "stdout")!));
        Assert.Equal(answer.Text("run", "stdout"), answer.Text("run", "output"));
    }

    [Fact]
    public async Task Character_written_in_two_halves_stays_whole()
    {
        var answer = await server.RunAsync(new
        {
            language = "python",
            code = "import os, time\nos.write(1, b'\\xe2\\x82')\ntime.sleep(.1)\nos.write(2, b'!')\ntime.sleep(.1)\nos.write(1, b'\\xac')",
        });
        Assert.Equal("€", answer.Text("run", "stdout"));
        Assert.Equal("!€", answer.Text("run", "output"));
    }

    [Fact]
    public async Task Output_is_interleaved_in_order()
    {
        var answer = await server.RunAsync(new
        {
            language = "python",
            code = "import os, time\nfor i in range(4):\n    os.write(1 + i % 2, str(i).encode())\n    time.sleep(.05)",
        });
        Assert.Equal("0123", answer.Text("run", "output"));
        Assert.Equal(("02", "13"), (answer.Text("run", "stdout"), answer.Text("run", "stderr")));
    }

    [Fact]
    public async Task Compile_error_reports_line()
    {
        var answer = await server.RunAsync(new { language = "c", code = "int main(void) {\n  return x;\n}" });
        Assert.Equal("CompileError", answer.Text("verdict"));
        Assert.Contains("main.c:2", answer.Text("compile", "stderr"));
        Assert.Equal(1, answer.Number("compile", "exit_code"));
        Assert.True(answer.IsNull("run"));
    }

    [Fact]
    public async Task Nul_character_is_a_character_of_the_program()
    {
        var answer = await server.RunAsync(new { language = "python", code = "print(len(input()))", stdin = "a\0b\n" });
        Assert.Equal("3\n", answer.Text("run", "stdout"));
    }

    [Fact]
    public async Task Compiler_that_says_too_much_is_cut_off()
    {
        var noise = string.Concat(Enumerable.Range(0, 3000).Select(i => $"#warning {new string('w', 200)} {i}\n"));
        var answer = await server.RunAsync(new { language = "c", code = noise + "int main(void) { return 0; }" });
        Assert.Equal(("CompileError", "OutputLimit"), (answer.Text("verdict"), answer.Text("compile", "verdict")));
        Assert.Equal(1 << 20, Encoding.UTF8.GetByteCount(answer.Text("compile", "stderr")!));
    }
}
