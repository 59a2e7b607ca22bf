using Hotcell.Engine;
using Hotcell.Engine.Executions;
using Hotcell.Integration.Warden;
using Hotcell.Kit;
using Hotcell.Linux.Abi;
using Hotcell.Protocol;
using Xunit;

namespace Hotcell.Integration.Serving;

/// <summary>Cells in the versions of an image store, while versions come and go.</summary>
public sealed class ImageStoreTests : IAsyncLifetime
{
    private readonly TinyStore _store = new();
    private readonly WardenFixture _warden;

    public ImageStoreTests() => _warden = new WardenFixture { Images = [_store.Source, ImageSource.Host] };

    public ValueTask InitializeAsync() => _warden.InitializeAsync();

    public async ValueTask DisposeAsync()
    {
        await _warden.DisposeAsync();
        _store.Dispose();
    }

    [Fact]
    public async Task A_cell_sees_nothing_of_the_machine_but_the_tree()
    {
        _store.Publish(1);
        await using var engine = await _warden.ConnectAsync();

        var result = await engine.RunAsync(Bash("echo /usr/bin/* /* $(</usr/version)"));

        Assert.Equal("/usr/bin/bash /usr/bin/cat /usr/bin/sh /usr/bin/sleep /bin /dev /etc /hotcell /lib /lib64 /proc /sbin /sys /tmp /usr /var /work 1\n", result.Run!.Stdout.AsText());
    }

    [Fact]
    public async Task What_is_installed_while_a_server_runs_is_used_at_once_and_disturbs_no_program()
    {
        await using var engine = await _warden.ConnectAsync();
        Assert.Equal(("host", ""), (Bash(engine).Image, (await engine.RunAsync(Bash("cat /usr/version"))).Run!.Stdout.AsText()));

        _store.Publish(1);
        Assert.Equal("1\n", (await engine.RunAsync(Bash("cat /usr/version"))).Run!.Stdout.AsText());
        var started = new TaskCompletionSource();
        var old = RunAsync(engine, Bash("sleep 3; cat /usr/version"), started);
        await started.Task;
        _store.Publish(2);

        Assert.Equal("2\n", (await engine.RunAsync(Bash("cat /usr/version"))).Run!.Stdout.AsText());
        Assert.Null(_store.Store.TryOwn(1));
        Assert.Equal("1\n", (await old).Run!.Stdout.AsText());
        using var unused = _store.Store.TryOwn(1);
        Assert.NotNull(unused);
    }

    [Fact]
    public async Task A_language_is_in_the_first_image_that_has_all_it_requires()
    {
        _store.Publish(1, "cat");
        await using var engine = await _warden.ConnectAsync();
        Assert.Equal("host", Bash(engine).Image);

        _store.Publish(2);

        Assert.Equal("tiny", Bash(engine).Image);
    }

    [Fact]
    public void A_version_that_is_not_there_is_refused_and_others_still_work()
    {
        _store.Publish(3);
        using var server = new RawServer(_warden.Socket);

        var absent = server.Refused(Plan(4));
        Assert.Equal((CellStep.FindImage, Errno.ENOENT), (absent.Step, absent.Errno));
        Assert.Equal(CellStep.FindImage, server.Refused(Plan(0)).Step);
        Assert.Equal(CellStep.FindImage, server.Refused(Plan(3) with { Image = 1 }).Step);
        Assert.Equal((0, "3\n"), server.Shell(Plan(3), "cat /usr/version"));
    }

    [Fact]
    public void Cells_of_more_versions_than_stay_mounted_get_theirs_all_the_same()
    {
        const uint Versions = 10;
        for (var version = 1U; version <= Versions; version++)
        {
            _store.Publish(version);
        }

        using var server = new RawServer(_warden.Socket);
        for (var round = 0; round < 2; round++)
        {
            for (var version = 1U; version <= Versions; version++)
            {
                Assert.Equal((0, $"{version}\n"), server.Shell(Plan(version), "cat /usr/version"));
            }
        }
    }

    [Fact]
    public async Task Ready_cells_of_a_version_that_is_removed_harm_nobody()
    {
        _store.Publish(1);
        await using var engine = await _warden.ConnectAsync(options => options with { ReadyTime = TimeSpan.FromMinutes(5) });
        await engine.RunAsync(Bash("true"));
        await Eventually.HoldsAsync(() => engine.Status.ReadyCells > 0, "a cell of version 1 is ready");

        _store.Publish(2);
        Directory.Delete(_store.Store.FolderOf(1), recursive: true);

        Assert.Equal("2\n", (await engine.RunAsync(Bash("cat /usr/version"))).Run!.Stdout.AsText());
    }

    private static CellPlan Plan(uint version) => RawServer.Plan with { Image = 0, ImageVersion = version };

    private static ExecutionRequest Bash(string code) => new() { Language = "bash", Files = [new SourceFile("main.sh", System.Text.Encoding.UTF8.GetBytes(code))] };

    private static LanguageStatus Bash(HotcellEngine engine) => engine.Status.Languages.Single(status => status.Language.Id == "bash");

    private static async Task<ExecutionResult> RunAsync(HotcellEngine engine, ExecutionRequest request, TaskCompletionSource started)
    {
        await foreach (var happened in engine.Executions.RunAsync(request))
        {
            if (happened is ExecutionEvent.Started)
            {
                started.SetResult();
            }

            if (happened is ExecutionEvent.Finished finished)
            {
                return finished.Result;
            }
        }

        throw new InvalidOperationException("There was no result.");
    }
}
