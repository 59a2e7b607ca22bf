using System.Text.Json;
using Hotcell.Kit;
using Xunit;

namespace Hotcell.Integration.Cli;

/// <summary><c>hotcell run</c>, as the script starts it: under a keeper of its own.</summary>
public sealed class RunTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("hotcell-test-");

    public RunTests() => File.SetUnixFileMode(_folder.FullName, (UnixFileMode)0b111_101_101);

    [Theory]
    [InlineData("print('hi')", 0, "")]
    [InlineData("import sys; sys.exit(7)", 7, "RuntimeError")]
    [InlineData("import os; os.kill(os.getpid(), 15)", 128 + 15, "Signalled, SIGTERM")]
    [InlineData("while True: pass", 124, "TimeLimit")]
    [InlineData("x = bytearray(1 << 30)", 137, "MemoryLimit")]
    public async Task Exit_code_is_the_programs(string code, int expected, string verdict)
    {
        var (exit, log) = await RunAsync("main.py", code, "--time", "1s", "--memory", "64m");
        Assert.Equal(expected, exit);
        Assert.Contains(verdict, log);
    }

    [Fact]
    public async Task Program_that_does_not_compile_is_1()
    {
        var (exit, log) = await RunAsync("main.c", "int main(void) { return x; }");
        Assert.Equal(1, exit);
        Assert.Contains("main.c:1", log);
        Assert.Contains("CompileError", log);
    }

    [Fact]
    public async Task Args_are_the_programs()
    {
        var (exit, log) = await RunAsync("main.py", "import sys\nprint(sys.argv[1:])", "--", "--time", "a b");
        Assert.Equal(0, exit);
        Assert.Contains("['--time', 'a b']", log);
    }

    [Fact]
    public async Task Json_is_the_document_of_the_api()
    {
        var (_, log) = await RunAsync("main.py", "print('hi')", "--json");
        var document = JsonDocument.Parse(log).RootElement;
        Assert.Equal(("Ok", "hi\n"), (document.Text("verdict"), document.Text("run", "stdout")));
    }

    [Fact]
    public async Task Language_that_nobody_knows_is_2()
    {
        var (exit, log) = await RunAsync("main.xyz", "");
        Assert.Equal(2, exit);
        Assert.Contains("--language", log);
    }

    [Fact]
    public async Task Wrong_limits_are_named()
    {
        var (exit, log) = await RunAsync("main.py", "", "--time", "10h", "--memory", "256");
        Assert.NotEqual(0, exit);
        Assert.Contains("'10h' is not a time", log);
        Assert.Contains("'256' is not a size with its unit", log);
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private async Task<(int Exit, string Log)> RunAsync(string name, string code, params string[] options)
    {
        var file = Path.Combine(_folder.FullName, name);
        await File.WriteAllTextAsync(file, code);
        var stdin = Path.Combine(_folder.FullName, "stdin");
        await File.WriteAllTextAsync(stdin, "");
        string[] user = Environment.IsPrivilegedProcess ? ["--client-uid", $"{Machine.ServerUid}"] : [];
        await using var keeper = Child.Start(Machine.Warden, ["--socket", Path.Combine(_folder.FullName, "warden.sock"), .. user, "--", ServerFixture.Dotnet, Machine.CliDll, "run", "--stdin", stdin, file, .. options]);
        return (await keeper.WaitForExitAsync(), keeper.Log);
    }
}
