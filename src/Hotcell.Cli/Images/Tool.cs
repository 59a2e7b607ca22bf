using System.ComponentModel;
using System.Diagnostics;
using Hotcell.Engine.Documents;

namespace Hotcell.Cli.Images;

/// <summary>
/// A program that helps to build an image, run with an argv: nothing in it is ever read by a shell. It gets namespaces of its own for mounts and
/// processes: what it mounts nobody else sees, and nothing that it started is left when it ends or is stopped.
/// </summary>
internal sealed record Tool(string Program, params IReadOnlyList<string> Args)
{
    private const int KeptLines = 200;

    private static readonly string[] s_namespaces = ["--mount", "--propagation", "private", "--pid", "--fork", "--kill-child", "--mount-proc", "--"];

    /// <summary>The environment that reaches tools: how to get out of this network, and nothing else of the caller's.</summary>
    private static readonly string[] s_passedOn =
        ["http_proxy", "https_proxy", "ftp_proxy", "no_proxy", "HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY", "SSL_CERT_FILE", "SSL_CERT_DIR", "NODE_EXTRA_CA_CERTS"];

    /// <summary>Added to the few variables that every tool gets.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    public string Directory { get; init; } = "/";

    /// <summary>Gets each line of stdout and stderr.</summary>
    public Action<string>? OnLine { get; init; }

    /// <summary>What the tool is doing, for the message when it fails: <c>apt-get install</c>.</summary>
    public string Title { get; init; } = Path.GetFileName(Program);

    /// <summary>Removes a file, a link or a folder with all that is in it, if it is there.</summary>
    public static async Task RemoveAsync(string path) => await new Tool("/bin/rm", "-rf", "--one-file-system", "--", path).RunAsync(CancellationToken.None);

    internal ProcessStartInfo StartInfo
    {
        get
        {
            var start = new ProcessStartInfo("/usr/bin/unshare", [.. s_namespaces, Program, .. Args])
            {
                WorkingDirectory = Directory,
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            };
            start.Environment.Clear();
            foreach (var (name, value) in Variables())
            {
                start.Environment[name] = value;
            }

            return start;
        }
    }

    /// <summary>Runs it to its end, and returns its last lines.</summary>
    /// <exception cref="ToolException">It ended with another code than 0.</exception>
    public async Task<IReadOnlyList<string>> RunAsync(CancellationToken cancellation)
    {
        var lines = new Queue<string>();
        using var process = Start();
        process.StandardInput.Close();
        var reading = Task.WhenAll(ReadAsync(process.StandardOutput, lines), ReadAsync(process.StandardError, lines));
        try
        {
            await process.WaitForExitAsync(cancellation);
        }
        catch (OperationCanceledException)
        {
            // With unshare its child dies, and with process 1 of a pid namespace all others.
            process.Kill();
            throw;
        }

        await reading;
        return process.ExitCode == 0 ? [.. lines] : throw new ToolException(Title, process.ExitCode, [.. lines]);
    }

    private Process Start()
    {
        try
        {
            return Process.Start(StartInfo)!;
        }
        catch (Win32Exception)
        {
            throw new CommandException("unshare is needed: apt-get install util-linux", ShellExitCode.Fault);
        }
    }

    private IEnumerable<KeyValuePair<string, string>> Variables()
    {
        yield return new("PATH", "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin");
        yield return new("HOME", "/nonexistent");
        yield return new("LC_ALL", "C.UTF-8");
        yield return new("DEBIAN_FRONTEND", "noninteractive");
        foreach (var name in s_passedOn)
        {
            if (System.Environment.GetEnvironmentVariable(name) is { Length: > 0 } value)
            {
                yield return new(name, value);
            }
        }

        foreach (var variable in Environment)
        {
            yield return variable;
        }
    }

    private async Task ReadAsync(StreamReader reader, Queue<string> lines)
    {
        while (await reader.ReadLineAsync() is { } line)
        {
            lock (lines)
            {
                OnLine?.Invoke(line);
                lines.Enqueue(line);
                if (lines.Count > KeptLines)
                {
                    lines.Dequeue();
                }
            }
        }
    }
}

/// <summary>A tool has failed; <see cref="Lines"/> is the end of what it said.</summary>
internal sealed class ToolException(string title, int exitCode, IReadOnlyList<string> lines)
    : Exception($"{title} ended with code {exitCode}{string.Concat(Telling(lines).Select(line => $"\n  {line}"))}")
{
    private const int Shown = 8;

    private static readonly string[] s_marks = ["E:", "Err:", "dpkg: error", "npm error", "unshare:"];

    public IReadOnlyList<string> Lines { get; } = lines;

    /// <summary>The lines that say what went wrong, where a tool marks them; else the last ones.</summary>
    private static IEnumerable<string> Telling(IReadOnlyList<string> lines)
    {
        string[] marked = [.. lines.Where(line => s_marks.Any(mark => line.StartsWith(mark, StringComparison.Ordinal)) || line.Contains("No space left", StringComparison.Ordinal)).Distinct()];
        return (marked.Length > 0 ? marked : lines).TakeLast(Shown);
    }
}
