using Hotcell.Engine;
using Hotcell.Engine.Cells;
using Hotcell.Protocol;

namespace Hotcell.Unit.Engine.Cells;

public sealed class ArtifactTests
{
    private readonly Artifact _artifact = new(new ByteSize(1 << 20));

    [Fact]
    public void Is_said_again_as_it_was_told()
    {
        var large = new byte[FrameHeader.MaxPayload];
        new Random(1).NextBytes(large);
        Assert.True(_artifact.TryAdd(FrameKind.File, File("main")));
        for (var i = 0; i < 5; i++)
        {
            Assert.True(_artifact.TryAdd(FrameKind.FileData, large));
        }

        Assert.True(_artifact.TryAdd(FrameKind.File, File("empty")));

        byte[] told = [.. Frame(FrameKind.File, File("main")), .. Enumerable.Range(0, 5).SelectMany(_ => Frame(FrameKind.FileData, large)), .. Frame(FrameKind.File, File("empty"))];
        Assert.Equal(told, _artifact.Blocks.SelectMany(block => block.ToArray()));
    }

    [Fact]
    public void Contents_belong_to_a_file() => Assert.False(_artifact.TryAdd(FrameKind.FileData, [1]));

    [Fact]
    public void A_file_has_a_name_of_a_bearable_length()
    {
        Assert.False(_artifact.TryAdd(FrameKind.File, File("")));
        Assert.True(_artifact.TryAdd(FrameKind.File, File(new string('x', FileHeader.MaxPath))));
        Assert.False(_artifact.TryAdd(FrameKind.File, File(new string('x', FileHeader.MaxPath + 1))));
    }

    [Fact]
    public void No_more_is_kept_than_allowed()
    {
        var small = new Artifact(new ByteSize(FileHeader.Overhead + 10));

        Assert.True(small.TryAdd(FrameKind.File, File("a")));
        Assert.True(small.TryAdd(FrameKind.FileData, new byte[10]));
        Assert.False(small.TryAdd(FrameKind.FileData, new byte[1]));
        Assert.False(small.TryAdd(FrameKind.File, File("b")));
    }

    private static byte[] File(string name) => [.. new byte[FileHeader.Size], .. System.Text.Encoding.ASCII.GetBytes(name)];

    private static byte[] Frame(FrameKind kind, byte[] payload)
    {
        var frame = new byte[FrameHeader.Size + payload.Length];
        Wire.Write(frame, new FrameHeader { Kind = kind, Length = (uint)payload.Length });
        payload.CopyTo(frame, FrameHeader.Size);
        return frame;
    }
}
