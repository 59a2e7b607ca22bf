using System.Text.Json;
using System.Text.RegularExpressions;
using Hotcell.Engine.Executions;
using Hotcell.Fuzz.Fuzzing;
using Hotcell.Server.Api.Executions.Live;
using Xunit;

namespace Hotcell.Fuzz.Targets;

/// <summary>A text message of an interactive client. What a <c>start</c> asks for goes the way of every request (<see cref="ExecutionsRequestTarget"/>).</summary>
internal sealed partial class ClientFrameTarget : FuzzTarget
{
    private static readonly RunLimits s_ranges = new();

    public override string Name => "client-frame";

    public override IReadOnlyList<byte[]> Words { get; } = WordsOf(
        "{", "}", "[", "]", ",", ":", "null", "true", "-1", "1.5", "1e999", "99999999999", "\\ud800", "\uFEFF", "\"type\":", "\"auth\"", "\"start\"", "\"resume\"", "\"eof\"", "\"signal\"",
        "\"key\":", "\"id\":", "\"since\":", "\"signal\":", "\"kill\"", "\"interrupt\"", "\"terminate\"", "\"language\":\"python\"", "\"code\":", "\"files\":[", "\"stdin\":", "\"limits\":{", "\"tests\":[");

    public override string Run(byte[] input)
    {
        try
        {
            switch (ClientFrameReader.Read(input, s_ranges))
            {
                case ClientFrame.Start start:
                    Assert.Same(start.Interaction, start.Request.Request.Interaction);
                    Assert.Same(s_ranges, start.Request.Request.Ranges);
                    return $"start {start.Request.Request.Files.Count} {Describe(start.Request.Errors)}";
                case ClientFrame.Auth auth:
                    Assert.InRange(auth.Key.Length, 0, 256);
                    return "auth";
                case ClientFrame.Resume resume:
                    Assert.InRange(resume.Id.Length, 0, 256);
                    Assert.InRange(resume.Since, 0, int.MaxValue);
                    return "resume";
                case var frame:
                    return frame.ToString();
            }
        }
        catch (RejectedException rejected)
        {
            Assert.Equal(RejectionKind.Invalid, rejected.Kind);
            return Describe(rejected.Errors);
        }
    }

    /// <summary>The kinds of error, without what they quote.</summary>
    private static string Describe(IReadOnlyList<FieldError> errors)
    {
        Assert.All(errors, error => Assert.True(error.Field.Length < 200 && error.Message.Length < 500, "An error repeats what it was sent at length."));

        // As it would be sent.
        JsonSerializer.SerializeToUtf8Bytes(errors.Select(error => error.Field));
        return string.Join("; ", errors.Select(error => Changing().Replace($"{(Known().IsMatch(error.Field) ? error.Field : "*")} {error.Message}", "*")).Distinct().Order(StringComparer.Ordinal).Take(3));
    }

    [GeneratedRegex(@"[0-9]+|'.*'|; (known are|is not valid JSON).*|line .*|byte .*", RegexOptions.Singleline)]
    private static partial Regex Changing();

    [GeneratedRegex("^(frame|type|key|id|since|signal|language|code|files|stdin|limits|tests)$")]
    private static partial Regex Known();
}
