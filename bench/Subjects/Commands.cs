using System.ComponentModel;
using System.Diagnostics;

namespace Hotcell.Bench.Subjects;

/// <summary>Commands that prepare a measurement and are not measured.</summary>
internal static class Commands
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);

    /// <summary>Runs a command to its end: its exit code, and both outputs together; −1 when it did not start, or took so long that it was killed.</summary>
    public static async Task<(int Code, string Output)> RunAsync(string executable, params IEnumerable<string> args)
    {
        using var process = new Process();
        process.StartInfo = new ProcessStartInfo(executable, args)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        try
        {
            process.Start();
        }
        catch (Win32Exception cannot)
        {
            return (-1, cannot.Message);
        }

        process.StandardInput.Close();
        using var patience = new CancellationTokenSource(s_patience);
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(patience.Token);
            var errors = process.StandardError.ReadToEndAsync(patience.Token);
            await process.WaitForExitAsync(patience.Token);
            return (process.ExitCode, await output + await errors);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            return (-1, $"did not end within {s_patience.TotalSeconds:0} s");
        }
    }
}
