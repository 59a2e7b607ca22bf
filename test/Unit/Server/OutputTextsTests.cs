using Hotcell.Engine.Executions;
using Hotcell.Server.Api;

namespace Hotcell.Unit.Server;

public sealed class OutputTextsTests
{
    private readonly OutputTexts _texts = new();

    [Fact]
    public void A_torn_character_comes_with_its_last_byte_whatever_comes_in_between()
    {
        Assert.Equal("a", Add(OutputStream.Stdout, (byte)'a', 0xc3));
        Assert.Equal("e", Add(OutputStream.Stderr, (byte)'e'));
        Assert.Equal("éb", Add(OutputStream.Stdout, 0xa9, (byte)'b'));
        Assert.Equal("", _texts.Rest(Stage.Run, OutputStream.Stdout));
    }

    [Fact]
    public void What_never_becomes_a_character_is_told_at_the_end()
    {
        Assert.Equal("", Add(OutputStream.Stdout, 0xe2, 0x82));
        Assert.Equal("\uFFFD", _texts.Rest(Stage.Run, OutputStream.Stdout));
        Assert.Equal("", _texts.Rest(Stage.Compile, OutputStream.Stderr));
    }

    private string Add(OutputStream stream, params byte[] bytes) => _texts.Add(new ExecutionEvent.Output(Stage.Run, stream, bytes));
}
