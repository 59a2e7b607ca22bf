using Hotcell.Engine;
using Hotcell.Engine.Executions;
using Hotcell.Kit;
using Xunit;
using static Hotcell.Limits.Probe;

namespace Hotcell.Limits;

/// <summary>
/// Who pays for the page cache. Theory of operation: a second image has the machine's C library and programs that are linked statically, and a large
/// file that nobody has read yet.
/// </summary>
public sealed class PageCacheTests : IAsyncLifetime
{
    private const int FileMebibytes = 48;
    private const string Data = "usr/share/data";

    private readonly ColdFiles _image = new();
    private readonly TempLanguages _languages = new();
    private readonly WardenFixture _warden;

    public PageCacheTests() => _warden = new() { Images = [new("host", "/"), new("test", _image.Folder)] };

    public async ValueTask InitializeAsync()
    {
        Directory.CreateDirectory(Path.Combine(_image.Folder, "usr/bin"));
        Directory.CreateDirectory(Path.Combine(_image.Folder, "etc"));
        var source = Path.Combine(Machine.Repository, "test/Limits/probes/read.c");
        ColdFiles.Run("gcc", "-static", "-O2", "-o", Path.Combine(_image.Folder, "usr/bin/read-file"), source, "-I", Path.Combine(Machine.Repository, "test/Escape/probes"));
        _image.Make(Data, FileMebibytes << 20);
        _languages.Write("reads", "");
        _languages.Write("reads-what-is-named", $"preread: [/usr/share]\n");
        await _warden.InitializeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _warden.DisposeAsync();
        _image.Dispose();
        _languages.Dispose();
    }

    [Fact]
    public async Task A_program_is_not_charged_for_files_that_its_language_names()
    {
        await using var engine = await ConnectAsync();

        var first = await ReadAsync(engine, "reads-what-is-named", MiB(64));
        Assert.InRange(first.PeakMemory.Mebibytes, 0, 2);

        ColdFiles.MakeCold(Path.Combine(_image.Folder, Data));
        var other = await ReadAsync(engine, "reads", MiB(128));
        Assert.InRange(other.PeakMemory.Mebibytes, FileMebibytes, FileMebibytes + 3);
    }

    [Fact]
    public async Task Page_cache_above_the_memory_limit_is_no_memory_limit()
    {
        await using var engine = await ConnectAsync();

        var run = await ReadAsync(engine, "reads", MiB(16));

        Assert.InRange(run.PeakMemory.Mebibytes, 8, 16);
    }

    private Task<HotcellEngine> ConnectAsync() => _warden.ConnectAsync(options => options with { LanguagesDirectory = _languages.Folder });

    private static async Task<StageResult> ReadAsync(HotcellEngine engine, string language, ByteSize memory)
    {
        var result = await engine.RunAsync(new ExecutionRequest { Language = language, Files = [new(null, default)], Limits = new() { Memory = memory } });
        Assert.True(result.Verdict == Verdict.Ok, result.Describe());
        Assert.Equal($"{FileMebibytes << 20}\n", result.Run!.Stdout.AsText());
        return result.Run;
    }

    /// <summary>Languages whose program is in the image, and reads the large file.</summary>
    private sealed class TempLanguages : IDisposable
    {
        private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("hotcell-test-");

        public string Folder => _folder.FullName;

        public void Write(string id, string more) => File.WriteAllText(
            Path.Combine(_folder.CreateSubdirectory(id).FullName, "language.yaml"),
            $"id: {id}\nname: {id}\nsource_file: unused.txt\nrequires: [read-file]\nversion_probe: [read-file]\n{more}run:\n  argv: [read-file, /{Data}]\n");

        public void Dispose() => _folder.Delete(recursive: true);
    }
}
