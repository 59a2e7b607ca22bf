using Google.Protobuf;
using Google.Rpc;
using Hotcell.Server.Api.Grpc;
using Hotcell.Server.Api.Problems;
using Hotcell.Server.Grpc;
using Microsoft.AspNetCore.Http;

namespace Hotcell.Unit.Server.Grpc;

public sealed class GrpcHeaderTests
{
    [Theory]
    [InlineData("1H", 36_000_000_000)]
    [InlineData("2M", 1_200_000_000)]
    [InlineData("3S", 30_000_000)]
    [InlineData("4m", 40_000)]
    [InlineData("5u", 50)]
    [InlineData("600n", 6)]
    [InlineData("1n", 1)]
    [InlineData("0S", 0)]
    [InlineData("00000001S", 10_000_000)]
    [InlineData("99999999H", 24 * 36_000_000_000 * 24)]
    public void Timeout_has_units(string text, long ticks)
    {
        Assert.True(GrpcTimeout.TryParse(text, out var timeout));
        Assert.Equal(ticks, timeout.Ticks);
    }

    [Theory]
    [InlineData("")]
    [InlineData("S")]
    [InlineData("5")]
    [InlineData("5s")]
    [InlineData("-5S")]
    [InlineData("+5S")]
    [InlineData(" 5S")]
    [InlineData("5 S")]
    [InlineData("1.5S")]
    [InlineData("123456789S")]
    [InlineData("٣S")]
    public void Wrong_timeout_is_not_guessed(string text) => Assert.False(GrpcTimeout.TryParse(text, out _));

    [Theory]
    [InlineData("", "")]
    [InlineData("plain text ~!", "plain text ~!")]
    [InlineData("100 %", "100 %25")]
    [InlineData("a\r\ngrpc-status: 0", "a%0D%0Agrpc-status: 0")]
    [InlineData("é…", "%C3%A9%E2%80%A6")]
    [InlineData("\u007f\0", "%7F%00")]
    public void Message_is_percent_encoded(string text, string expected)
    {
        Assert.Equal(expected, StatusMessage.Encode(text));
        Assert.Equal(text, Uri.UnescapeDataString(expected));
    }

    [Theory]
    [InlineData(new byte[] { }, "")]
    [InlineData(new byte[] { 1 }, "AQ")]
    [InlineData(new byte[] { 1, 2 }, "AQI")]
    [InlineData(new byte[] { 1, 2, 3 }, "AQID")]
    [InlineData(new byte[] { 0xff, 0xef }, "/+8")]
    public void Bytes_are_base64_without_padding(byte[] bytes, string expected) => Assert.Equal(expected, BinaryHeader.Encode(bytes));

    [Theory]
    [InlineData("", "gzip", false, false)]
    [InlineData("identity", "gzip", false, false)]
    [InlineData("gzip", "", true, false)]
    [InlineData("gzip", "identity,deflate, gzip", true, true)]
    [InlineData("gzip", "identity", true, false)]
    public void Encodings_are_read(string encoding, string accepted, bool unpacks, bool packs)
    {
        var headers = new HeaderDictionary { ["grpc-encoding"] = encoding, ["grpc-accept-encoding"] = accepted };
        Assert.Equal(new MessageEncoding(unpacks, packs), MessageEncoding.Of(headers));
    }

    [Theory]
    [InlineData("deflate")]
    [InlineData("GZIP")]
    [InlineData("gzip, gzip")]
    public void Other_encodings_are_refused(string encoding)
    {
        var error = Assert.Throws<GrpcException>(() => MessageEncoding.Of(new HeaderDictionary { ["grpc-encoding"] = encoding }));
        Assert.Equal(GrpcStatusCode.Unimplemented, error.Status.Code);
    }

    [Fact]
    public void Status_without_words_is_a_number() => Assert.Equal([("grpc-status", "0")], GrpcStatus.Ok.ToHeaders());

    [Fact]
    public void Every_wrong_field_is_in_the_details_and_in_the_message()
    {
        var status = ProblemStatus.Of(ProblemDetails.Invalid("2 fields are wrong.", [new("code", "is required"), new("language", "'é' is not a known language")]));
        Assert.Equal(GrpcStatusCode.InvalidArgument, status.Code);
        var headers = status.ToHeaders().ToDictionary();
        Assert.Equal("3", headers["grpc-status"]);
        Assert.Equal("2 fields are wrong: code is required; language '%C3%A9' is not a known language", headers["grpc-message"]);

        var details = StatusOf(headers);
        Assert.Equal((3, status.Message), (details.Code, details.Message));
        var violations = Assert.Single(details.Details).Unpack<BadRequest>().FieldViolations;
        Assert.Equal([("code", "is required"), ("language", "'é' is not a known language")], violations.Select(one => (one.Field, one.Description)));
    }

    [Fact]
    public void Busy_says_when_to_come_back()
    {
        var headers = ProblemStatus.Of(ProblemDetails.Busy("Full.", TimeSpan.FromSeconds(7))).ToHeaders().ToDictionary();
        Assert.Equal(("8", "7000"), (headers["grpc-status"], headers["grpc-retry-pushback-ms"]));
        Assert.Equal(TimeSpan.FromSeconds(7), Assert.Single(StatusOf(headers).Details).Unpack<RetryInfo>().RetryDelay.ToTimeSpan());
    }

    [Theory]
    [InlineData(400, 3)]
    [InlineData(429, 8)]
    [InlineData(503, 14)]
    [InlineData(500, 13)]
    public void Each_problem_has_its_status(int http, int code) => Assert.Equal((GrpcStatusCode)code, ProblemStatus.Of(ProblemDetails.Plain(http)).Code);

    private static Status StatusOf(Dictionary<string, string> headers)
    {
        var text = headers["grpc-status-details-bin"];
        return Status.Parser.ParseFrom(Convert.FromBase64String(text.PadRight((text.Length + 3) / 4 * 4, '=')));
    }
}
