using System.Diagnostics;

namespace Hotcell.Cli.Doctor;

/// <summary>A warden of our own for the time of a check. It ends when we do: its life line is the pipe to its standard input.</summary>
internal sealed class WardenProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly DirectoryInfo _folder;
    private readonly Task<string> _said;

    private WardenProcess(string executable)
    {
        _folder = Directory.CreateTempSubdirectory("hotcell-doctor-");
        Socket = Path.Combine(_folder.FullName, "warden.sock");
        _process = Process.Start(new ProcessStartInfo(executable, ["--socket", Socket, "--until-stdin-closes", .. EngineSession.Images.SelectMany(image => image.Options)])
        {
            RedirectStandardInput = true,
            RedirectStandardError = true,
        })!;
        _said = _process.StandardError.ReadToEndAsync();
    }

    public string Socket { get; }

    /// <summary>Completes when it has ended, wanted or not.</summary>
    public Task Ended => _process.WaitForExitAsync();

    /// <summary>Null when HOTCELL_WARDEN names no executable.</summary>
    public static WardenProcess? Start() =>
        Environment.GetEnvironmentVariable("HOTCELL_WARDEN") is { Length: > 0 } path && File.Exists(path) ? new WardenProcess(path) : null;

    /// <summary>Ends it; returns the first line that it wrote to stderr.</summary>
    public async Task<string> StopAsync()
    {
        _process.StandardInput.Close();
        var said = await _said;
        await _process.WaitForExitAsync();
        return said.Split('\n')[0];
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _process.Dispose();
        _folder.Delete(recursive: true);
    }
}
