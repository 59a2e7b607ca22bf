using System.Text.Json;
using Hotcell.Kit;
using Xunit;

namespace Hotcell.Conformance;

/// <summary>
/// The test suites that come with the specifications of both protocols. They are not ours and not here: <c>./hotcell test</c> fetches them from socketio/socket.io, and
/// <c>HOTCELL_SOCKETIO_SUITES</c> names a folder like that repository's <c>docs</c>, in which each suite has its npm packages.
/// </summary>
public sealed class PublicSuiteTests(EchoServer server) : IClassFixture<EchoServer>
{
    private const string Suite = "test-suite.js";

    /// <summary>As the suites have it.</summary>
    private const string Url = "http://localhost:3000";

    [Theory]
    [InlineData("engine.io-protocol/v4-test-suite", 24)]
    [InlineData("socket.io-protocol/v5-test-suite", 30)]
    public async Task A_public_suite_passes(string name, int least)
    {
        var suites = Environment.GetEnvironmentVariable("HOTCELL_SOCKETIO_SUITES");
        Assert.SkipWhen(string.IsNullOrEmpty(suites), "HOTCELL_SOCKETIO_SUITES names no folder: the public suites could not be fetched.");
        var folder = Directory.CreateTempSubdirectory("hotcell-test-");
        try
        {
            var results = await RunAsync(Path.Combine(suites!, name), folder.FullName);
            var stats = results.GetProperty("stats");
            Assert.True(stats.GetProperty("failures").GetInt32() == 0, results.GetProperty("failures").ToString());
            Assert.Equal(0, stats.GetProperty("pending").GetInt32());
            Assert.InRange(stats.GetProperty("passes").GetInt32(), least, int.MaxValue);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>
    /// What mocha's reporter says of the suite, run against this server. The suite is as it is but for the address and the times: its heartbeat of half a second is a matter of
    /// luck on a busy machine, so it is told a longer one. Some windows stay five milliseconds wide; so each of its tests may try again.
    /// </summary>
    private async Task<JsonElement> RunAsync(string suite, string folder)
    {
        foreach (var file in new[] { "node-imports.js", "package.json" })
        {
            File.Copy(Path.Combine(suite, file), Path.Combine(folder, file));
        }

        var text = await File.ReadAllTextAsync(Path.Combine(suite, Suite));
        var beat = EchoServer.Beat.TotalMilliseconds;
        foreach (var (theirs, ours) in new[]
        {
            (Url, server.Address.ToString().TrimEnd('/')),
            ("const PING_INTERVAL = 300;", $"const PING_INTERVAL = {beat};"),
            ("const PING_TIMEOUT = 200;", $"const PING_TIMEOUT = {beat};"),
            ("this.timeout(5000)", "this.timeout(60000)"),
        })
        {
            Assert.Contains(theirs, text);
            text = text.Replace(theirs, ours, StringComparison.Ordinal);
        }

        await File.WriteAllTextAsync(Path.Combine(folder, Suite), text);
        var modules = Path.Combine(suite, "node_modules");
        Directory.CreateSymbolicLink(Path.Combine(folder, "node_modules"), modules);
        var report = Path.Combine(folder, "report.json");
        string[] mocha = [Path.Combine(modules, "mocha", "bin", "mocha"), Path.Combine(folder, Suite), "--exit", "--retries", "3", "--timeout", "30000", "--reporter", "json", "--reporter-option", $"output={report}"];
        await using var run = Child.Start("node", mocha);
        await run.WaitForExitAsync(TimeSpan.FromMinutes(5));
        var said = File.Exists(report) ? await File.ReadAllTextAsync(report) : run.Log;
        return JsonDocument.Parse(said[said.IndexOf('{', StringComparison.Ordinal)..]).RootElement;
    }
}
