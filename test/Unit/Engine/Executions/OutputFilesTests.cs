using System.Text;
using Hotcell.Engine;
using Hotcell.Engine.Executions;
using Hotcell.Protocol;

namespace Hotcell.Unit.Engine.Executions;

/// <summary>What a cell tells of its files, played by this test.</summary>
public sealed class OutputFilesTests
{
    [Theory]
    [InlineData("*.png", "a.png", true)]
    [InlineData("*.png", ".png", true)]
    [InlineData("*.png", "a.png.txt", false)]
    [InlineData("*.png", "folder/a.png", false)]
    [InlineData("*.png", "aXpng", false)]
    [InlineData("**/*.png", "a.png", true)]
    [InlineData("**/*.png", "one/two/a.png", true)]
    [InlineData("**/*.png", "a.pngs", false)]
    [InlineData("out/**", "out/one/two", true)]
    [InlineData("out/**", "outer", false)]
    [InlineData("**", "one/two", true)]
    [InlineData("./a//b", "a/b", true)]
    [InlineData("a?c", "abc", true)]
    [InlineData("a?c", "a/c", false)]
    [InlineData("a?c", "ac", false)]
    [InlineData("[a](b)+{1}.^$|", "[a](b)+{1}.^$|", true)]
    [InlineData("*", "a\nb", true)]
    public void Patterns_match(string pattern, string name, bool matches) => Assert.Equal(matches, new FilePatterns([pattern]).Match(name));

    [Fact]
    public void Hostile_patterns_and_names_take_no_time()
    {
        var patterns = new FilePatterns(Enumerable.Repeat(string.Concat(Enumerable.Repeat("**/*a", 50)), 16));

        Assert.False(patterns.Match(string.Concat(Enumerable.Repeat("a/", 2000)) + "b"));
    }

    [Fact]
    public void Wrong_patterns_are_named_at_once()
    {
        using var machine = new RequestCase();
        machine.AssertErrors(
            RequestCase.Request() with { OutputFiles = ["/etc/passwd", "../x", "", "fine*"] },
            "output_files[0]: must be relative, not absolute",
            "output_files[1]: must not contain '..'",
            "output_files[2]: must not be empty");
        machine.AssertErrors(RequestCase.Request() with { OutputFiles = [.. Enumerable.Repeat("x", 17)] }, "output_files: must not be more than 16");
    }

    [Fact]
    public void Only_what_is_asked_for_is_kept_by_name()
    {
        var collector = Collector("*.txt");
        Tell(collector, ("b.txt", "two"), ("a.bin", "x"), ("a.txt", "one"), ("empty.txt", ""));
        var files = collector.Finish(cut: false);

        Assert.Equal([("a.txt", "one"), ("b.txt", "two"), ("empty.txt", "")], files.Files.Select(file => (file.Name, Encoding.UTF8.GetString(file.Content.Span))));
        Assert.Empty(files.LeftOut);
        Assert.Equal(6, files.Bytes);
    }

    [Fact]
    public void The_requests_own_files_are_kept_when_they_have_changed()
    {
        var collector = Collector("*");
        Tell(collector, ("own.txt", "as it was"), ("data.txt", "changed"));

        Assert.Equal(["data.txt"], collector.Finish(cut: false).Files.Select(file => file.Name));
    }

    [Fact]
    public void Too_many_are_told_by_name_and_then_by_number()
    {
        var collector = Collector("*");
        Tell(collector, [.. Enumerable.Range(0, 1000).Select(i => ($"{i:d4}", "x"))]);
        var files = collector.Finish(cut: false);

        Assert.Equal(["0000", "0001", "0002"], files.Files.Select(file => file.Name));
        Assert.Equal(("0003", "is more than 3 files"), (files.LeftOut[0].Name, files.LeftOut[0].Reason));
        Assert.Equal((65, null, "933 more"), (files.LeftOut.Count, files.LeftOut[^1].Name, files.LeftOut[^1].Reason));
    }

    [Fact]
    public void One_that_is_too_large_leaves_room_for_others()
    {
        var collector = Collector("*");
        Tell(collector, ("1", new string('x', 60)), ("2", new string('x', 60)), ("3", new string('x', 40)));
        var files = collector.Finish(cut: false);

        Assert.Equal(["1", "3"], files.Files.Select(file => file.Name));
        Assert.Equal("2", files.LeftOut.Single().Name);
    }

    [Fact]
    public void A_file_that_was_cut_is_left_out()
    {
        var collector = Collector("*");
        Tell(collector, ("1", "whole"), ("2", "half"));
        var files = collector.Finish(cut: true);

        Assert.Equal(["1"], files.Files.Select(file => file.Name));
        Assert.Equal(["2", null], files.LeftOut.Select(file => file.Name));
    }

    [Theory]
    [InlineData(new byte[] { 0xff })]
    [InlineData(new byte[] { 0x61, 0x0a })]
    public void A_name_that_is_no_text_is_told_as_one(byte[] name)
    {
        var collector = Collector("*");
        Assert.True(collector.TryAdd(FrameKind.File, [.. new byte[FileHeader.Size], .. name]));
        var files = collector.Finish(cut: false);

        Assert.Empty(files.Files);
        Assert.DoesNotContain(files.LeftOut.Single().Name!, char.IsControl);
    }

    [Fact]
    public void A_cell_that_breaks_the_rules_is_not_believed()
    {
        Assert.False(Collector("*").TryAdd(FrameKind.FileData, "x"u8));
        Assert.False(Collector("*").TryAdd(FrameKind.File, new byte[FileHeader.Size]));
        Assert.False(Collector("*").TryAdd(FrameKind.File, new byte[FileHeader.Size + FileHeader.MaxPath + 1]));
        var collector = Collector("*");
        Tell(collector, ("a", "x"));
        Assert.False(collector.TryAdd(FrameKind.FileData, default));
        var block = new byte[FrameHeader.MaxPayload];
        var blocks = 0;
        while (collector.TryAdd(FrameKind.FileData, block))
        {
            blocks++;
        }

        Assert.InRange(blocks, 1, (collector.Limit.Bytes / block.Length) + 1);
    }

    private static OutputFileCollector Collector(string pattern) => new(
        new FilePatterns([pattern]),
        [new("own.txt", "as it was"u8.ToArray()), new("data.txt", "before"u8.ToArray())],
        new OutputFileLimits(3, new ByteSize(100)),
        ByteSize.FromMebibytes(1));

    private static void Tell(OutputFileCollector collector, params IEnumerable<(string Name, string Content)> files)
    {
        foreach (var (name, content) in files)
        {
            Assert.True(collector.TryAdd(FrameKind.File, [.. new byte[FileHeader.Size], .. Encoding.UTF8.GetBytes(name)]));
            if (content.Length > 0)
            {
                Assert.True(collector.TryAdd(FrameKind.FileData, Encoding.UTF8.GetBytes(content)));
            }
        }
    }
}
