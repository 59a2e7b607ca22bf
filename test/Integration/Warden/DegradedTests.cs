using System.Text;
using System.Text.Json;
using Hotcell.Engine.Documents;
using Hotcell.Engine.Executions;
using Hotcell.Kit;
using Hotcell.Protocol;
using Xunit;

namespace Hotcell.Integration.Warden;

/// <summary>
/// Hotcell as an ordinary user of a machine that gives that user neither a group nor user ids: what every cell has elsewhere cannot be had. Nothing starts
/// then but with exactly that named, and whatever runs says so.
/// </summary>
public sealed class DegradedTests : IDisposable
{
    private const string All = "memory_cgroup,pids_cgroup,cpu_cgroup,own_user_ids";
    private const string Groups = "memory_cgroup,pids_cgroup,cpu_cgroup";
    private const string UserId = "64981";

    /// <summary>A user that no account has.</summary>
    private static readonly string[] s_asUser = ["setpriv", $"--reuid={UserId}", $"--regid={UserId}", "--clear-groups"];

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("hotcell-test-");

    public DegradedTests() => File.SetUnixFileMode(_folder.FullName, (UnixFileMode)0b111_111_111);

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task What_cannot_be_had_is_all_named_and_nothing_starts()
    {
        var (code, log) = await StartAsync();

        Assert.Equal(125, code);
        Assert.All(All.Split(','), name => Assert.Contains($"hotcell-warden: {name} cannot be had: ", log));
        Assert.Contains("usermod --add-subuids", log);
        Assert.Contains("--accept-degraded", log);
    }

    [Theory]
    [InlineData("memory_cgroup")]
    [InlineData("pids_cgroup")]
    [InlineData("cpu_cgroup")]
    [InlineData("own_user_ids")]
    public async Task Nothing_is_missing_that_was_not_named(string unnamed)
    {
        var (code, log) = await StartAsync("--accept-degraded", string.Join(',', All.Split(',').Except([unnamed])));

        Assert.Equal(125, code);
        Assert.Equal([unnamed], log.Split('\n').Where(line => line.Contains(" cannot be had: ", StringComparison.Ordinal)).Select(line => line.Split(' ')[1]));
    }

    [Theory]
    [InlineData("seccomp")]
    [InlineData("user_namespace")]
    [InlineData("everything")]
    public async Task What_is_always_there_cannot_be_given_up(string name)
    {
        var (code, log) = await StartAsync("--accept-degraded", $"{All},{name}");

        Assert.Equal(125, code);
        Assert.Contains($"--accept-degraded: '{name}' is not one of {All.Replace(",", ", ", StringComparison.Ordinal)}", log);
    }

    [Fact]
    public async Task With_all_of_it_named_programs_run_and_every_result_says_so()
    {
        var result = await RunAsync(s_asUser, All, """
            while read -r key value; do
              case $key in Uid:|CapEff:|CapPrm:|CapBnd:|NoNewPrivs:|Seccomp:) echo $key $value ;; esac
            done </proc/self/status
            ulimit -u
            ulimit -d
            (: >/usr/probe) 2>/dev/null || echo read-only
            """);

        Assert.Equal(All.Split(','), IsolationNames.Missing(result.Isolation));
        Assert.Equal(
            [
                "Uid: 1000 1000 1000 1000", "CapPrm: 0000000000000000", "CapEff: 0000000000000000", "CapBnd: 0000000000000000", "NoNewPrivs: 1", "Seccomp: 2",
                "64", $"{256 * 1024}", "read-only",
            ],
            result.Run!.Stdout.AsText().TrimEnd('\n').Split('\n'));
        var document = JsonDocument.Parse(ExecutionDocument.Of(result, OutputEncoding.Utf8, "id").ToJson()).RootElement;
        Assert.Equal(All.Split(','), document.GetProperty("degraded").EnumerateArray().Select(one => one.GetString()));
    }

    /// <summary>The account and its ids are in files of /etc that this warden alone sees, and newuidmap(1), which it starts.</summary>
    [Fact]
    public async Task A_user_with_ids_of_its_own_gives_them_to_cells()
    {
        const string bind = """mount --bind "$0/subuid" /etc/subuid && mount --bind "$0/subuid" /etc/subgid && mount --bind "$0/passwd" /etc/passwd && exec "$@" """;
        await File.WriteAllTextAsync(Path.Combine(_folder.FullName, "subuid"), "hotcell-test:1610612736:65536\n");
        await File.WriteAllTextAsync(Path.Combine(_folder.FullName, "passwd"), $"{await File.ReadAllTextAsync("/etc/passwd")}hotcell-test:x:{UserId}:{UserId}::/:/bin/sh\n");
        string[] launcher = ["unshare", "--mount", "sh", "-c", bind, _folder.FullName, .. s_asUser];

        var result = await RunAsync(launcher, Groups, "read -r _ outer _ </proc/self/uid_map; echo $outer; kill -0 1 2>/dev/null || echo no");

        Assert.Equal(Groups.Split(','), IsolationNames.Missing(result.Isolation));
        Assert.Equal("no", result.Run!.Stdout.AsText().TrimEnd('\n').Split('\n')[^1]);
    }

    [Fact]
    public async Task A_compiler_hands_over_to_the_program()
    {
        var result = await RunAsync(s_asUser, All, "#include <stdio.h>\nint main(void) { puts(\"made\"); }\n", "c");

        Assert.Equal("made\n", result.Run!.Stdout.AsText());
    }

    [Fact]
    public async Task Processes_and_time_have_limits_all_the_same()
    {
        var bomb = await RunAsync(s_asUser, All, "for i in $(seq 100); do sleep 5 & done; wait", limits: new() { Processes = 20, WallTime = TimeSpan.FromSeconds(20) }, isOk: false);
        Assert.Contains("fork: retry: Resource temporarily unavailable", bomb.Run!.Stderr.AsText());

        var spin = await RunAsync(s_asUser, All, "while :; do :; done", limits: new() { CpuTime = TimeSpan.FromSeconds(1), WallTime = TimeSpan.FromSeconds(60) }, isOk: false);
        Assert.Equal(Verdict.CpuTimeLimit, spin.Verdict);
    }

    [Fact]
    public async Task Health_and_both_answers_say_so()
    {
        await using var keeper = Child.Start("setpriv", [.. s_asUser[1..], Machine.Warden, "--socket", Path.Combine(_folder.FullName, "s"), "--accept-degraded", All, "--", ServerFixture.Dotnet, Machine.ServerDll, "--mode", "http", "--http-port", "0", "--ready-cells", "0"]);
        try
        {
            var addresses = await ServerFixture.AddressesOfAsync(keeper);
            Assert.Contains("hotcell-warden: cells are made without own_user_ids, as accepted", keeper.Log);
            using var client = new HttpClient { BaseAddress = addresses[0] };

            foreach (var answer in (string[])
                [
                    await client.GetStringAsync("/health"),
                    await PostAsync(client, "/api/v1/executions"),
                    await PostAsync(client, "/api/v1/execute"),
                ])
            {
                Assert.Equal(All.Split(','), JsonDocument.Parse(answer).RootElement.GetProperty("degraded").EnumerateArray().Select(one => one.GetString()));
            }
        }
        finally
        {
            Child.Signal(keeper.Id, 15);
        }
    }

    [Fact]
    public async Task Where_nothing_is_missing_nothing_is_degraded()
    {
        var result = await RunAsync([], All, "echo fine");

        Assert.Equal(IsolationNames.All, result.Isolation);
        Assert.Null(ExecutionDocument.DegradedOf(result.Isolation));
    }

    private static async Task<string> PostAsync(HttpClient client, string path)
    {
        using var content = new StringContent("""{"language":"bash","code":"echo fine"}""", Encoding.UTF8, "application/json");
        using var response = await client.PostAsync(path, content);
        return await response.Content.ReadAsStringAsync();
    }

    private static async Task<ExecutionResult> RunAsync(
        string[] launcher, string accepted, string code, string language = "bash", RequestedLimits? limits = null, bool isOk = true)
    {
        await using var warden = new WardenFixture { Launcher = launcher, IsOpenToAll = true, Images = [ImageSource.Host] };
        await warden.InitializeAsync("--accept-degraded", accepted);
        await using var engine = await warden.ConnectAsync();
        var result = await engine.RunAsync(new ExecutionRequest { Language = language, Files = [new SourceFile(null, Encoding.UTF8.GetBytes(code))], Limits = limits ?? new() });
        Assert.True(!isOk || result.Verdict == Verdict.Ok, $"{result.Describe()}\n{warden.Log}");
        return result;
    }

    private async Task<(int Code, string Log)> StartAsync(params string[] options)
    {
        await using var keeper = Child.Start(s_asUser[0], [.. s_asUser[1..], Machine.Warden, "--socket", Path.Combine(_folder.FullName, "s"), "--until-stdin-closes", .. options]);
        return (await keeper.WaitForExitAsync(), keeper.Log);
    }
}
