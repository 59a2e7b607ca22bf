using Hotcell.Server.Logs;
using Hotcell.Unit.Engine;

namespace Hotcell.Unit.Server.Logs;

public sealed class SeldomTests
{
    [Fact]
    public void Says_the_first_and_then_one_after_each_silence()
    {
        var time = new ManualTime();
        var seldom = new Seldom(TimeSpan.FromMinutes(1), time);
        Assert.Equal((true, false), (seldom.MaySay(), seldom.MaySay()));
        time.Advance(TimeSpan.FromSeconds(59));
        Assert.False(seldom.MaySay());
        time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal((true, false), (seldom.MaySay(), seldom.MaySay()));
    }

    [Fact]
    public void Logs_that_cannot_be_written_are_told_once_a_minute()
    {
        var (console, time) = (new StringWriter(), new ManualTime());
        var troubles = new LogTroubles(console, time);
        troubles.Tell("no space\nleft");
        troubles.Tell("no space left");
        time.Advance(TimeSpan.FromMinutes(1));
        troubles.Tell("still none");
        Assert.Equal("hotcell: logs: no space left\nhotcell: logs: still none\n", console.ToString().ReplaceLineEndings("\n"));
    }
}
