using System.Text.Json;
using System.Text.RegularExpressions;
using Hotcell.Kit;
using Xunit;

namespace Hotcell.Integration.Api;

/// <summary>What documents show with curl is sent by curl, as it stands there, and answered as they show.</summary>
public sealed partial class CurlTests(ServerFixture server) : IClassFixture<LeavesNothing<ServerFixture>>
{
    private const string Address = "http://127.0.0.1:8080/";

    private static readonly string[] s_documents = ["README.md", "docs/api.md", "docs/judging.md"];

    /// <summary>Fields that differ from run to run, as the README says.</summary>
    private static readonly HashSet<string> s_differ = ["id", "wall_time_ms", "cpu_time_ms", "peak_memory_bytes", "hot"];

    public static TheoryData<string, int> Commands => [.. from document in s_documents from number in Enumerable.Range(1, ExamplesIn(document).Count) select (document, number)];

    [Theory]
    [MemberData(nameof(Commands))]
    public async Task What_documents_show_is_answered_as_they_show(string document, int number)
    {
        var (command, shown) = ExamplesIn(document)[number - 1];
        Assert.Contains(Address, command, StringComparison.Ordinal);
        var script = "curl() { command curl --write-out '\\n%{http_code}' \"$@\"; }\n" + command.Replace(Address, server.Client.BaseAddress!.AbsoluteUri, StringComparison.Ordinal);
        await using var curl = Child.Start("bash", "-c", script);
        Assert.True(await curl.WaitForExitAsync(TimeSpan.FromMinutes(1)) == 0, curl.Log);
        var log = curl.Log.TrimEnd();
        var end = log.LastIndexOf('\n');
        Assert.True(log[(end + 1)..] == "200", log);
        AssertShown(shown, log[..end].Trim());
    }

    /// <summary>Each command, and the answer that follows it; empty where none is shown.</summary>
    private static List<(string Command, string Shown)> ExamplesIn(string document) =>
        [.. from Match example in Example().Matches(File.ReadAllText(Path.Combine(Machine.Repository, document))) select (example.Groups["command"].Value, example.Groups["shown"].Value.Trim())];

    private static void AssertShown(string shown, string answer)
    {
        if (shown.StartsWith('{'))
        {
            using var expected = JsonDocument.Parse(LeftOut().Replace(shown, ""));
            using var actual = JsonDocument.Parse(answer);
            AssertHolds(expected.RootElement, actual.RootElement, "$");
        }
        else
        {
            Assert.Subset(Lines(answer), Lines(shown));
        }
    }

    /// <summary>The answer may have more fields; an empty array may stand for one whose contents are left out.</summary>
    private static void AssertHolds(JsonElement shown, JsonElement actual, string path)
    {
        Assert.True(shown.ValueKind == actual.ValueKind, $"{path}: {actual}");
        switch (shown.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (var field in shown.EnumerateObject())
                {
                    Assert.True(actual.TryGetProperty(field.Name, out var value), $"{path}.{field.Name} is not there");
                    if (!s_differ.Contains(field.Name))
                    {
                        AssertHolds(field.Value, value, $"{path}.{field.Name}");
                    }
                }

                break;
            case JsonValueKind.Array when shown.GetArrayLength() > 0:
                Assert.Equal(shown.GetArrayLength(), actual.GetArrayLength());
                foreach (var (index, item) in shown.EnumerateArray().Index())
                {
                    AssertHolds(item, actual[index], $"{path}[{index}]");
                }

                break;
            case JsonValueKind.Array:
                break;
            default:
                Assert.True(shown.ToString() == actual.ToString(), $"{path}: {actual} instead of {shown}");
                break;
        }
    }

    private static HashSet<string> Lines(string text) => [.. Id().Replace(text, "ID").Split('\n', StringSplitOptions.RemoveEmptyEntries)];

    [GeneratedRegex("^```sh\n(?<command>curl .*?)^```$(?:\n\n```(?:json)?\n(?<shown>.*?)^```$)?", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Example();

    [GeneratedRegex(",?…")]
    private static partial Regex LeftOut();

    [GeneratedRegex("[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")]
    private static partial Regex Id();
}
