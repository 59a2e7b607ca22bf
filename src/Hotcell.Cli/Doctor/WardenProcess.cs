using System.Diagnostics;
using Hotcell.Engine.Documents;
using Hotcell.Protocol;

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
        string[] accepted = Accepted.Length > 0 ? ["--accept-degraded", Accepted] : [];
        _process = Process.Start(new ProcessStartInfo(executable, ["--socket", Socket, "--until-stdin-closes", .. accepted, .. EngineSession.Images.SelectMany(image => image.Options)])
        {
            RedirectStandardInput = true,
            RedirectStandardError = true,
        })!;
        _said = _process.StandardError.ReadToEndAsync();
    }

    public string Socket { get; }

    /// <summary>Names of the protections that may be missing, as <c>./hotcell --accept-degraded</c> passes them on.</summary>
    private static string Accepted => Environment.GetEnvironmentVariable("HOTCELL_ACCEPT_DEGRADED") ?? "";

    public static bool AcceptsDegraded(Isolation protection) => Accepted.Split(',', StringSplitOptions.TrimEntries).Any(name => IsolationNames.Parse(name) == protection);

    private static string? Executable => Environment.GetEnvironmentVariable("HOTCELL_WARDEN") is { Length: > 0 } path && File.Exists(path) ? path : null;

    /// <summary>Completes when it has ended, wanted or not.</summary>
    public Task Ended => _process.WaitForExitAsync();

    /// <summary>Null when HOTCELL_WARDEN names no executable.</summary>
    public static WardenProcess? Start() => Executable is { } path ? new WardenProcess(path) : null;

    /// <summary>Prints what the warden says of its cells; its exit code.</summary>
    /// <exception cref="CommandException">There is no warden.</exception>
    public static async Task<int> ExplainAsync(CancellationToken cancellation)
    {
        var path = Executable ?? throw new CommandException("HOTCELL_WARDEN names no warden; use ./hotcell doctor --explain", ShellExitCode.Fault);
        using var process = Process.Start(path, ["--explain"]);
        await process.WaitForExitAsync(cancellation);
        return process.ExitCode;
    }

    /// <summary>Ends it; returns what it wrote to stderr.</summary>
    public async Task<string> StopAsync()
    {
        _process.StandardInput.Close();
        var said = await _said;
        await _process.WaitForExitAsync();
        return said.TrimEnd();
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _process.Dispose();
        _folder.Delete(recursive: true);
    }
}
