using Hotcell.Engine;
using Hotcell.Engine.Executions;
using Hotcell.Kit;
using Xunit;

namespace Hotcell.Integration.Serving;

/// <summary>A runtime that does not boot as it should costs nobody anything but time: programs start cold.</summary>
public sealed class FailingBootTests : IAsyncLifetime
{
    private readonly WardenFixture _warden = new();
    private readonly DirectoryInfo _languages = Directory.CreateTempSubdirectory("hotcell-test-");

    public ValueTask InitializeAsync() => _warden.InitializeAsync();

    public async ValueTask DisposeAsync()
    {
        await _warden.DisposeAsync();
        _languages.Delete(recursive: true);
    }

    [Theory]
    [InlineData("exit 3")]
    [InlineData("kill -9 $$")]
    [InlineData("echo noise; echo >&101; exec 101>&-; read <&100")]
    [InlineData("echo noise >&2; echo >&101; exec 101>&-; read <&100")]
    public async Task Programs_start_cold(string boot)
    {
        var folder = _languages.CreateSubdirectory("shell").FullName;
        await File.WriteAllTextAsync(Path.Combine(folder, "language.yaml"), $$"""
            id: shell
            name: Shell
            source_file: main.sh
            source_extensions: [.sh]
            requires: [bash]
            version_probe: [bash, --version]
            run:
              argv: [bash, "{source}"]
              boot:
                argv: [bash, -c, "{{boot}}"]
                memory_mb: 1
            """);
        await using var engine = await _warden.ConnectAsync(options => options with { LanguagesDirectory = _languages.FullName });
        for (var i = 0; i < 5; i++)
        {
            var result = await engine.RunAsync(new ExecutionRequest { Language = "shell", Files = [new SourceFile(null, "echo ran"u8.ToArray())] });

            Assert.Equal((Verdict.Ok, "ran\n", false), (result.Verdict, result.Run!.Stdout.AsText(), result.Run.Hot));
            await Task.Delay(50);
        }
    }
}
