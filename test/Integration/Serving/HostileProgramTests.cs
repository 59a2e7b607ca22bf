using System.Net;
using System.Text.Json;
using Hotcell.Kit;
using Xunit;

namespace Hotcell.Integration.Serving;

/// <summary>Whatever a program does, it is answered with 200 and a verdict, and the server is as it was.</summary>
public sealed class HostileProgramTests(ServerFixture server) : IClassFixture<LeavesNothing<ServerFixture>>
{
    public static TheoryData<string, string, string[]> Programs => new()
    {
        // So many processes of Python need about as much memory as there is: on a busy machine that ends first.
        { "fork bomb", "import os\nwhile True:\n  try: os.fork()\n  except OSError: pass", ["TimeLimit", "CpuTimeLimit", "ProcessLimit", "MemoryLimit"] },
        { "kills everything it can see", "import os, signal\ntry: os.kill(-1, signal.SIGKILL)\nexcept OSError as e: print(e)", ["Ok"] },
        { "kills its init", "import os\nfor s in (9, 11, 15, 19):\n  try: os.kill(1, s)\n  except OSError as e: print(e)", ["Ok"] },
        { "closes its stdio and sleeps", "import os, time\nos.closerange(0, 256)\ntime.sleep(60)", ["TimeLimit"] },
        { "leaves a daemon behind", "import os, time\nif os.fork() == 0:\n  os.setsid()\n  if os.fork() == 0: time.sleep(600)\n  os._exit(0)\nprint('gone')", ["Ok"] },
        { "fills the disk", "f = open('big', 'wb')\nwhile True: f.write(bytes(1 << 20))", ["RuntimeError", "Signalled", "MemoryLimit"] },
        { "makes endless files", "i = 0\nwhile True:\n  open(f'f{i}', 'w').close(); i += 1", ["RuntimeError"] },
        { "floods both streams", "import os\nwhile True: os.write(1, b'o' * 65536); os.write(2, b'e' * 65536)", ["OutputLimit"] },
        { "exits with 255", "import os\nos._exit(255)", ["RuntimeError"] },
        { "stops itself", "import os, signal\nos.kill(os.getpid(), signal.SIGSTOP)", ["TimeLimit"] },
        { "overflows the stack", "import sys\nsys.setrecursionlimit(10**9)\ndef f(): return f() + 1\nf()", ["Signalled", "RuntimeError", "MemoryLimit"] },
        { "writes what is no text", "import sys\nsys.stdout.buffer.write(b'\\x00\\xff\\x1b[2J' * 1000)", ["Ok"] },
        { "replaces its own file", "import os\nos.remove(__file__)\nos.symlink('/proc/1/environ', __file__)\nos.execv('/usr/bin/python3', ['x', '-c', 'print(1)'])", ["Ok"] },
        { "is empty", "", ["Ok"] },
        { "is no program", "\u0001 ((( \uFFFF", ["RuntimeError"] },
    };

    [Theory]
    [MemberData(nameof(Programs))]
    public async Task Program_never_causes_a_server_error(string what, string code, string[] verdicts)
    {
        var before = await LeakCheck.TakeAsync(server.Keeper.Id, server.ServerId);
        using (var client = server.NewClient())
        {
            var body = System.Net.Http.Json.JsonContent.Create(new { language = "python", code, limits = new { wall_time_ms = 2000, memory_mb = 64, output_kb = 256 } });
            using var response = await client.PostAsync("/api/v1/executions", body);
            var text = await response.Content.ReadAsStringAsync();
            Assert.True(response.StatusCode == HttpStatusCode.OK, $"{what}: {text}");
            Assert.Contains(JsonDocument.Parse(text).RootElement.Text("verdict")!, verdicts);
        }

        await before.AssertNothingLeftAsync(server.ServerId);
    }
}
