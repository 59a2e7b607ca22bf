using Hotcell.Kit;
using Xunit;

namespace Hotcell.Integration.Api;

public sealed class LimitsTests(ServerFixture server) : IClassFixture<LeavesNothing<ServerFixture>>
{
    [Fact]
    public async Task Wall_clock_ends_a_sleeping_program()
    {
        var answer = await server.RunAsync(new { language = "python", code = "import time\nprint('started', flush=True)\ntime.sleep(60)", limits = new { wall_time_ms = 500 } });
        Assert.Equal("TimeLimit", answer.Text("verdict"));
        Assert.Equal("started\n", answer.Text("run", "stdout"));
        Assert.InRange(answer.Number("run", "wall_time_ms"), 490, 3000);
        Assert.True(answer.IsNull("run", "exit_code"));
    }

    [Fact]
    public async Task Cpu_time_ends_a_busy_program()
    {
        var answer = await server.RunAsync(new { language = "python", code = "while True: pass", limits = new { cpu_time_ms = 300, wall_time_ms = 20_000 } });
        Assert.Equal("CpuTimeLimit", answer.Text("verdict"));
        Assert.InRange(answer.Number("run", "cpu_time_ms"), 250, 3000);
    }

    [Fact]
    public async Task Longer_wall_clock_brings_its_cpu_time()
    {
        // 10 s of CPU are the default: a caller who grants a minute must not lose the program to a limit that it never named.
        var answer = await server.RunAsync(new { language = "python", code = "import time\nwhile time.process_time() < 11: pass\nprint('done')", limits = new { wall_time_ms = 60_000 } });
        Assert.Equal(("Ok", "done\n"), (answer.Text("verdict"), answer.Text("run", "stdout")));
    }

    [Fact]
    public async Task Memory_limit_is_told_from_a_crash()
    {
        var answer = await server.RunAsync(new { language = "python", code = "x = []\nwhile True: x.append(bytearray(1 << 20))", limits = new { memory_mb = 64 } });
        Assert.Equal("MemoryLimit", answer.Text("verdict"));
        Assert.InRange(answer.Number("run", "peak_memory_bytes"), 48 << 20, 65 << 20);
    }

    [Fact]
    public async Task Output_limit_keeps_what_came_before()
    {
        var answer = await server.RunAsync(new { language = "python", code = "while True: print('x' * 99)", limits = new { output_kb = 64 } });
        Assert.Equal("OutputLimit", answer.Text("verdict"));
        Assert.Equal(64 * 1024, answer.Text("run", "stdout")!.Length);
        Assert.StartsWith(new string('x', 99) + "\n", answer.Text("run", "stdout"));
    }

    [Fact]
    public async Task Signal_is_named()
    {
        var answer = await server.RunAsync(new { language = "python", code = "import os\nos.kill(os.getpid(), 11)" });
        Assert.Equal(("Signalled", "SIGSEGV"), (answer.Text("verdict"), answer.Text("run", "signal")));
        Assert.True(answer.IsNull("run", "exit_code"));
    }

    [Fact]
    public async Task Exit_code_is_the_programs()
    {
        var answer = await server.RunAsync(new { language = "bash", code = "exit 42" });
        Assert.Equal("RuntimeError", answer.Text("verdict"));
        Assert.Equal(42, answer.Number("run", "exit_code"));
    }

    [Fact]
    public async Task Process_limit_is_the_cause()
    {
        var answer = await server.RunAsync(new { language = "python", code = "import os, time\nwhile os.fork(): pass\ntime.sleep(9)", limits = new { processes = 5, wall_time_ms = 5000 } });
        Assert.Equal("ProcessLimit", answer.Text("verdict"));
    }
}
