using System.Diagnostics;
using System.Text;

namespace Hotcell.Kit;

/// <summary>A process of ours with a life line: it is told to end by closing its standard input, and killed if it does not.</summary>
public sealed class Child : IAsyncDisposable
{
    private static readonly TimeSpan s_patience = Machine.Patience * TimeSpan.FromSeconds(20);

    private readonly Process _process;
    private readonly StringBuilder _log = new();
    private readonly Lock _gate = new();
    private readonly Task _reading;
    private event Action<string>? LineRead;

    private Child(ProcessStartInfo start)
    {
        start.RedirectStandardInput = start.RedirectStandardOutput = start.RedirectStandardError = true;
        _process = Process.Start(start) ?? throw new InvalidOperationException($"{start.FileName} did not start.");
        _reading = Task.WhenAll(ReadAsync(_process.StandardOutput), ReadAsync(_process.StandardError));
    }

    public int Id => _process.Id;

    public bool HasExited => _process.HasExited;

    /// <summary>Both outputs so far, line by line as they came.</summary>
    public string Log
    {
        get
        {
            lock (_gate)
            {
                return _log.ToString();
            }
        }
    }

    public static Child Start(string executable, params IEnumerable<string> args) => new(new ProcessStartInfo(executable, args));

    public static Child Start(string executable, IEnumerable<string> args, IReadOnlyDictionary<string, string?> environment)
    {
        var start = new ProcessStartInfo(executable, args);
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        return new Child(start);
    }

    /// <summary>The first line, already written or to come, for which <paramref name="isWanted"/> holds.</summary>
    /// <exception cref="InvalidOperationException">The process ended before, or took too long; the message has its log.</exception>
    public async Task<string> WaitForLineAsync(Func<string, bool> isWanted)
    {
        var found = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        void Look(string line)
        {
            if (isWanted(line))
            {
                found.TrySetResult(line);
            }
        }

        lock (_gate)
        {
            LineRead += Look;
            foreach (var line in _log.ToString().Split('\n'))
            {
                Look(line);
            }
        }

        await Task.WhenAny(found.Task, _reading, Task.Delay(s_patience));
        LineRead -= Look;
        return found.Task.IsCompleted ? await found.Task : throw new InvalidOperationException($"The expected line did not come. Log:\n{Log}");
    }

    /// <summary>Sends a signal to the process, or to <paramref name="pid"/>.</summary>
    public static void Signal(int pid, int number)
    {
        var result = Linux.Sys.Kill(pid, number);
        if (result < 0)
        {
            throw new InvalidOperationException($"kill({pid}, {number}): {Linux.Abi.Errno.NameOf(-result)}");
        }
    }

    /// <summary>Waits for the end and returns the exit code.</summary>
    /// <param name="patience">20 s by default.</param>
    public async Task<int> WaitForExitAsync(TimeSpan? patience = null)
    {
        using var limit = new CancellationTokenSource(patience * Machine.Patience ?? s_patience);
        await _process.WaitForExitAsync(limit.Token);
        await _reading;
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            _process.StandardInput.Close();
            await WaitForExitAsync();
        }
        catch (OperationCanceledException)
        {
            _process.Kill(entireProcessTree: true);
            throw new InvalidOperationException($"Process {Id} did not end when its standard input was closed. Log:\n{Log}");
        }
        finally
        {
            _process.Dispose();
        }
    }

    private async Task ReadAsync(StreamReader reader)
    {
        while (await reader.ReadLineAsync() is { } line)
        {
            lock (_gate)
            {
                _log.Append(line).Append('\n');
                LineRead?.Invoke(line);
            }
        }
    }
}
