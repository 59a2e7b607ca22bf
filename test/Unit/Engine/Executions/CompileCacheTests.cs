using Hotcell.Engine;
using Hotcell.Engine.Cells;
using Hotcell.Engine.Executions;
using Hotcell.Protocol;

namespace Hotcell.Unit.Engine.Executions;

public sealed class CompileCacheTests
{
    private const int BlockBytes = 16 * 1024;

    private static readonly ByteSize s_any = ByteSize.FromMebibytes(1);

    private readonly CompileCache _cache = new(new ByteSize(3 * BlockBytes));

    [Fact]
    public void What_was_compiled_is_found_again()
    {
        var compiled = Compiled();
        _cache.Add(Key(1), compiled);

        Assert.Same(compiled, _cache.Find(Key(1), s_any));
        Assert.Null(_cache.Find(Key(2), s_any));
        Assert.Equal(new CompileCacheStatus(1, new ByteSize(BlockBytes), 1, 1), _cache.Status);
    }

    [Fact]
    public void The_one_that_was_used_least_recently_goes_first()
    {
        for (var i = 1; i <= 3; i++)
        {
            _cache.Add(Key(i), Compiled());
        }

        _cache.Find(Key(1), s_any);
        _cache.Add(Key(4), Compiled());

        Assert.Equal([true, false, true, true], Enumerable.Range(1, 4).Select(i => _cache.Find(Key(i), s_any) is not null));
        Assert.Equal(3 * BlockBytes, _cache.Status.Held.Bytes);
    }

    [Theory]
    [InlineData(Verdict.RuntimeError)]
    [InlineData(Verdict.TimeLimit)]
    [InlineData(Verdict.MemoryLimit)]
    public void What_failed_is_tried_again(Verdict verdict)
    {
        _cache.Add(Key(1), Compiled(verdict: verdict));

        Assert.Null(_cache.Find(Key(1), s_any));
    }

    [Fact]
    public void What_is_larger_than_all_is_not_kept_and_drives_nothing_out()
    {
        _cache.Add(Key(1), Compiled());
        _cache.Add(Key(2), Compiled(content: 4 * BlockBytes));

        Assert.Equal([true, false], Enumerable.Range(1, 2).Select(i => _cache.Find(Key(i), s_any) is not null));
    }

    [Fact]
    public void A_run_with_less_room_than_the_files_need_does_not_get_them()
    {
        _cache.Add(Key(1), Compiled());

        Assert.Null(_cache.Find(Key(1), new ByteSize(FileHeader.Overhead)));
    }

    private static CompileKey Key(int number) => new(0, (UInt128)number);

    private static Compilation Compiled(Verdict verdict = Verdict.Ok, int content = 100)
    {
        var artifact = new Artifact(s_any);
        artifact.TryAdd(FrameKind.File, [.. new byte[FileHeader.Size], (byte)'x']);
        for (; content > 0; content -= BlockBytes)
        {
            artifact.TryAdd(FrameKind.FileData, new byte[Math.Min(content, BlockBytes)]);
        }

        return new Compilation(artifact, new OutputLog(), new StageResult
        {
            Verdict = verdict,
            Output = StageOutput.None,
            WallTime = TimeSpan.FromSeconds(1),
            CpuTime = TimeSpan.FromSeconds(1),
            PeakMemory = new ByteSize(1),
        });
    }
}
