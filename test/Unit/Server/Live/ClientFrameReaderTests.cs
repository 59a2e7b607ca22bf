using System.Text;
using Hotcell.Engine.Executions;
using Hotcell.Server.Api.Executions.Live;

namespace Hotcell.Unit.Server.Live;

public sealed class ClientFrameReaderTests
{
    private static readonly RunLimits s_ranges = new();

    [Fact]
    public void Every_frame_is_read()
    {
        Assert.Equal(new ClientFrame.Auth("hotcell_x"), Read("""{"type":"auth","key":"hotcell_x"}"""));
        Assert.Equal(new ClientFrame.Resume("a", 7), Read("""{"type":"resume","id":"a","since":7}"""));
        Assert.Equal(new ClientFrame.Resume("a", 0), Read("""{"type":"resume","id":"a"}"""));
        Assert.Equal(new ClientFrame.Ack(70_000), Read("""{"type":"ack","offset":70000}"""));
        Assert.Equal(new ClientFrame.Eof(), Read("""{"type":"eof"}"""));
        Assert.Equal(new ClientFrame.Signal(ProgramSignal.Interrupt), Read("""{"type":"signal","signal":"interrupt"}"""));
        Assert.Equal(new ClientFrame.Signal(ProgramSignal.Terminate), Read("""{"type":"signal","signal":"terminate"}"""));
        Assert.Equal(new ClientFrame.Resize(new TerminalSize(100, 30)), Read("""{"type":"resize","cols":100,"rows":30}"""));
        Assert.Equal(new ClientFrame.Kill(), Read("""{"type":"signal","signal":"kill"}"""));
    }

    [Fact]
    public void A_start_is_a_request_of_the_native_api_that_somebody_talks_to()
    {
        var start = Assert.IsType<ClientFrame.Start>(Read("""{"type":"start","language":"python","code":"x","stdin":"in","args":["a"],"limits":{"wall_time_ms":5}}"""));
        var request = start.Request.Request;
        Assert.Empty(start.Request.Errors);
        Assert.Same(start.Interaction, request.Interaction);
        Assert.Same(s_ranges, request.Ranges);
        Assert.Equal(("python", "in", "a", 5), (request.Language, Encoding.UTF8.GetString(request.Stdin.Span), request.Args.Single(), request.Limits.WallTime?.TotalMilliseconds));
    }

    [Theory]
    [InlineData("", null, 0, 0)]
    [InlineData(",\"tty\":false,\"cols\":100", null, 0, 0)]
    [InlineData(",\"tty\":true", true, 80, 24)]
    [InlineData(",\"tty\":true,\"cols\":132,\"rows\":43", true, 132, 43)]
    public void A_program_has_a_terminal_when_it_asks_for_one(string fields, bool? has, int columns, int rows)
    {
        var start = Assert.IsType<ClientFrame.Start>(Read($$"""{"type":"start","language":"bash","code":"x"{{fields}}}"""));
        Assert.Empty(start.Request.Errors);
        Assert.Equal(has is null ? null : new TerminalSize(columns, rows), start.Interaction.Terminal);
    }

    [Fact]
    public void Wrong_fields_of_a_program_are_kept_until_it_is_to_be_run()
    {
        var start = Assert.IsType<ClientFrame.Start>(Read("""{"type":"start","language":1,"code":"x","columns":80}"""));
        Assert.Equal(["language", "columns"], start.Request.Errors.Select(error => error.Field));
        Assert.DoesNotContain("type", start.Request.Errors.Select(error => error.Field));
    }

    [Theory]
    [InlineData("", "frame: is empty; a JSON object is needed")]
    [InlineData("[]", "frame: must be an object, not an array")]
    [InlineData("{", "frame: is not valid JSON at line 1, byte 2*")]
    [InlineData("{}", "type: is required")]
    [InlineData("""{"type":"stop","id":1}""", "type: must be one of auth, start, resume, ack, eof, resize, signal")]
    [InlineData("""{"type":7}""", "type: must be a string, not a number")]
    [InlineData("""{"type":"eof","type":"eof"}""", "type: is given twice")]
    [InlineData("""{"type":"auth"}""", "key: is required")]
    [InlineData("""{"type":"resume","since":-1,"x":0}""", "id: is required; since: must not be less than 0; x: is not known; known are id, since, type")]
    [InlineData("""{"type":"resume","id":true,"since":1.5}""", "id: must be a string, not a boolean; since: must be a whole number")]
    [InlineData("""{"type":"ack"}""", "offset: is required")]
    [InlineData("""{"type":"ack","offset":-1,"since":2}""", "offset: must not be less than 0; since: is not known; known are offset, type")]
    [InlineData("""{"type":"signal","signal":"SIGHUP"}""", "signal: must be one of kill, interrupt, terminate")]
    [InlineData("""{"type":"signal"}""", "signal: is required")]
    [InlineData("""{"type":"resize","cols":0,"x":1}""", "rows: is required; cols: must be 1 to 1000, not 0; x: is not known; known are cols, rows, type")]
    [InlineData("""{"type":"eof","data":"x"}""", "data: is not known; known are type")]
    public void Every_wrong_field_is_named(string frame, string expected)
    {
        var rejected = Assert.Throws<RejectedException>(() => Read(frame));
        var errors = string.Join("; ", rejected.Errors.Select(error => $"{error.Field}: {error.Message}"));
        Assert.Equal((RejectionKind.Invalid, "The frame cannot be read."), (rejected.Kind, rejected.Message));
        if (expected.EndsWith('*'))
        {
            Assert.StartsWith(expected[..^1], errors);
        }
        else
        {
            Assert.Equal(expected, errors);
        }
    }

    [Fact]
    public void Names_are_bounded() =>
        Assert.Throws<RejectedException>(() => Read($$"""{"type":"auth","key":"{{new string('x', 300)}}"}"""));

    private static ClientFrame Read(string text) => ClientFrameReader.Read(Encoding.UTF8.GetBytes(text), s_ranges);
}
