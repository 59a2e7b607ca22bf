using System.Text;
using Hotcell.Client;
using Hotcell.Integration.Auth;
using Hotcell.Kit;
using Xunit;

namespace Hotcell.Integration.Client;

/// <summary>The .NET client, against a server.</summary>
public sealed class ClientTests(ServerFixture server) : IClassFixture<LeavesNothing<ServerFixture>>, IDisposable
{
    private readonly HotcellClient _hotcell = new(server.Client.BaseAddress!.AbsoluteUri);

    [Fact]
    public async Task Runs_a_program_with_all_that_it_may_have()
    {
        var result = await _hotcell.RunAsync(new ExecutionRequest
        {
            Language = "bash",
            Files = [SourceFile.Of("main.sh", "echo \"$1 $NAME\"; cat; cat data >&2; echo x > left.txt; exit \"$2\""), SourceFile.Of("data", "\u00e9\0"u8)],
            Args = ["good", "0"],
            Env = new Dictionary<string, string> { ["NAME"] = "day" },
            Stdin = Convert.ToBase64String("yes"u8),
            StdinEncoding = TextEncoding.Base64,
            Limits = new Limits { WallTime = TimeSpan.FromSeconds(5), CpuTime = TimeSpan.FromSeconds(2.5), MemoryMb = 64, Processes = 16, OutputKb = 64, FileSizeMb = 4, OpenFiles = 64, StackMb = 8, DiskMb = 16, Cpus = 0.5 },
            Cache = false,
            OutputFiles = ["*.txt"],
            OutputEncoding = TextEncoding.Base64,
        });

        Assert.Equal((Verdict.Ok, Verdict.Ok, 0), (result.Verdict, result.Run!.Verdict, result.Run.ExitCode));
        Assert.Equal("good day\nyes", Encoding.UTF8.GetString(Convert.FromBase64String(result.Run.Stdout)));
        Assert.Equal("\u00e9\0"u8.ToArray(), Convert.FromBase64String(result.Run.Stderr));
        var file = Assert.Single(result.OutputFiles!);
        Assert.Equal(("left.txt", "x\n"), (file.Name, Encoding.UTF8.GetString(file.Content.Span)));
        Assert.InRange(result.Run.WallTime, TimeSpan.FromTicks(1), TimeSpan.FromSeconds(5));
        Assert.InRange(result.Run.PeakMemoryBytes, 1, 64 << 20);
        Assert.Contains("seccomp", result.Isolation);
    }

    [Fact]
    public async Task Tells_every_wrong_field_by_one_exception()
    {
        var refused = await Assert.ThrowsAsync<HotcellException>(() => _hotcell.RunAsync(new ExecutionRequest { Language = "pythn", Code = "", Limits = new Limits { MemoryMb = 5000 } }));

        Assert.Equal((400, "urn:hotcell:problem:invalid-request"), (refused.Problem.Status, refused.Problem.Type));
        Assert.Equal(["language", "limits.memory_mb"], refused.Errors.Select(error => error.Field).Order(StringComparer.Ordinal));
        Assert.Contains("limits.memory_mb: must be 8 to 1024", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Judges_by_every_kind_of_checker()
    {
        var result = await _hotcell.RunAsync(new ExecutionRequest
        {
            Language = "python",
            Code = "print(input(), flush=True)",
            Checker = Checker.Tokens,
            Tests =
            [
                new TestCase { Stdin = "a  b", Expected = "a b", Points = 2 },
                new TestCase { Stdin = "a ", Expected = "a", Checker = Checker.Lines },
                new TestCase { Stdin = "a ", Expected = "a", Checker = Checker.Exact },
                new TestCase { Stdin = "a", Expected = "a\n", Checker = Checker.Unordered },
                new TestCase { Stdin = "1.05", Expected = "1", Checker = Checker.Floats(absolute: 0.1), Limits = new Limits { WallTime = TimeSpan.FromSeconds(5) } },
                new TestCase { Stdin = "x", Checker = Checker.Program("python", "import sys\nprint('seen', file=sys.stderr)") },
                new TestCase { Checker = Checker.Interactor("python", "import sys\nprint('ping', flush=True)\nsys.exit(0 if input() == 'ping' else 1)") },
            ],
        });

        Assert.Equal(
            [Verdict.Accepted, Verdict.Accepted, Verdict.PresentationError, Verdict.Accepted, Verdict.Accepted, Verdict.Accepted, Verdict.Accepted],
            result.Tests!.Select(test => test.Verdict));
        Assert.Equal((Verdict.PresentationError, 7, 8), (result.Verdict, result.Score, result.MaxScore));
        Assert.Equal("seen", result.Tests![5].Message?.Trim());
        Assert.Null(result.Run);
    }

    [Fact]
    public async Task Streams_what_happens()
    {
        var events = await _hotcell.StreamAsync(new ExecutionRequest { Language = "c", Code = "#include <stdio.h>\nint main(void) { puts(\"out\"); return 3; }" }).ToListAsync();

        Assert.Equal([typeof(ExecutionEvent.Queued), typeof(ExecutionEvent.Compiling), typeof(ExecutionEvent.Compiled), typeof(ExecutionEvent.Started), typeof(ExecutionEvent.Output), typeof(ExecutionEvent.Finished)], events.Select(happened => happened.GetType()));
        Assert.Equal(Enumerable.Range(1, 6).Select(number => (long)number), events.Select(happened => happened.EventId));
        Assert.Equal((Stage.Run, OutputStream.Stdout, "out\n"), events.OfType<ExecutionEvent.Output>().Select(output => (output.Stage, output.Stream, output.Data)).Single());
        var finished = events.OfType<ExecutionEvent.Finished>().Single().Result;
        Assert.Equal((Verdict.RuntimeError, Verdict.Ok, 3), (finished.Verdict, finished.Compile!.Verdict, finished.Run!.ExitCode));
        Assert.Equal(events.OfType<ExecutionEvent.Queued>().Single().Id, finished.Id);
    }

    [Fact]
    public async Task Streams_tests_as_they_end()
    {
        var events = await _hotcell.StreamAsync(new ExecutionRequest { Language = "bash", Code = "cat", Tests = [new TestCase { Stdin = "1", Expected = "1" }, new TestCase { Stdin = "1", Expected = "2" }] }).ToListAsync();
        Assert.Equal([(0, Verdict.Accepted), (1, Verdict.WrongAnswer)], events.OfType<ExecutionEvent.TestFinished>().Select(test => (test.Index, test.Test.Verdict)));
    }

    [Fact]
    public async Task Goes_on_where_it_stopped_reading()
    {
        var (id, last) = ("", 0L);
        await foreach (var happened in _hotcell.StreamAsync(new ExecutionRequest { Language = "bash", Code = "for i in 1 2 3 4; do echo $i; sleep 0.5; done" }))
        {
            id = happened is ExecutionEvent.Queued queued ? queued.Id : id;
            last = happened.EventId;
            if (happened is ExecutionEvent.Output)
            {
                break;
            }
        }

        Assert.Equal((id, null), (await _hotcell.GetExecutionAsync(id) is var state ? state.Id : "", state.Result));
        var rest = await _hotcell.ResumeAsync(id, last).ToListAsync();
        Assert.Equal("2\n3\n4\n", string.Concat(rest.OfType<ExecutionEvent.Output>().Select(output => output.Data)));
        Assert.Equal(("finished", Verdict.Ok), (await _hotcell.GetExecutionAsync(id) is var over ? over.Status : "", over.Result!.Verdict));
        Assert.Empty(await _hotcell.ResumeAsync(id, rest[^1].EventId).ToListAsync());
    }

    [Fact]
    public async Task A_cancelled_token_ends_the_program()
    {
        using var stop = new CancellationTokenSource();
        var id = "";
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (var happened in _hotcell.StreamAsync(new ExecutionRequest { Language = "bash", Code = "echo on; sleep 60" }, stop.Token))
            {
                id = happened is ExecutionEvent.Queued queued ? queued.Id : id;
                if (happened is ExecutionEvent.Output)
                {
                    await stop.CancelAsync();
                }
            }
        });

        Assert.Equal(Verdict.Cancelled, (await _hotcell.GetExecutionAsync(id)).Result?.Verdict);
    }

    [Fact]
    public async Task Cancels_by_name()
    {
        var verdicts = new List<Verdict>();
        await foreach (var happened in _hotcell.StreamAsync(new ExecutionRequest { Language = "bash", Code = "sleep 60" }))
        {
            switch (happened)
            {
                case ExecutionEvent.Queued queued:
                    verdicts.Add((await _hotcell.CancelAsync(queued.Id)).Verdict);
                    break;
                case ExecutionEvent.Finished finished:
                    verdicts.Add(finished.Result.Verdict);
                    break;
            }
        }

        Assert.Equal([Verdict.Cancelled, Verdict.Cancelled], verdicts);
    }

    [Fact]
    public async Task What_is_not_kept_is_told_so()
    {
        Assert.Equal(404, (await Assert.ThrowsAsync<HotcellException>(() => _hotcell.GetExecutionAsync("x/../y"))).Problem.Status);
        Assert.Equal(404, (await Assert.ThrowsAsync<HotcellException>(() => _hotcell.CancelAsync("x"))).Problem.Status);
        Assert.Equal(404, (await Assert.ThrowsAsync<HotcellException>(async () => await _hotcell.ResumeAsync("x").ToListAsync())).Problem.Status);
    }

    [Fact]
    public async Task Tells_of_the_server()
    {
        var bash = (await _hotcell.GetLanguagesAsync()).Single(language => language.Id == "bash");
        Assert.Equal((true, "Bash"), (bash.Available, bash.Name));
        var health = await _hotcell.GetHealthAsync();
        Assert.True(health.IsHealthy);
        Assert.Contains("bash", health.Languages!.Available);
        var system = await _hotcell.GetSystemAsync();
        Assert.Equal(("healthy", Environment.ProcessorCount, true), (system.Status, system.Load.Cpus, system.Cells.Connected));
    }

    public void Dispose() => _hotcell.Dispose();

    [Fact]
    public async Task Sends_its_key()
    {
        await using var keyed = new KeyedServer();
        await keyed.InitializeAsync();
        var address = keyed.Server.Client.BaseAddress!.AbsoluteUri;
        using var known = new HotcellClient(address, keyed.Key);
        Assert.Equal("in\n", (await known.RunAsync("bash", "echo in")).Run!.Stdout);

        using var stranger = new HotcellClient(address);
        Assert.Equal(401, (await Assert.ThrowsAsync<HotcellException>(() => stranger.RunAsync("bash", "echo in"))).Problem.Status);
        Assert.True((await stranger.GetHealthAsync()).IsHealthy);
    }
}
