using System.Diagnostics;

namespace Hotcell.Bench.Subjects;

/// <summary>How a <see cref="Spawner"/> starts its command.</summary>
internal enum SpawnMethod
{
    /// <summary>fork(2) of a small process, and exec.</summary>
    Fork,

    /// <summary>posix_spawn(3): the child shares the parent's memory until exec.</summary>
    Spawn,
}

/// <summary>
/// A command that is run on the bare machine, as often as asked. The helper behind it (spawner.c) starts and times it, so that neither this
/// runtime's size nor its threads are in the numbers. Used by one thread at a time.
/// </summary>
internal sealed class Spawner : IDisposable
{
    private const int HeaderSize = sizeof(long) + sizeof(int) + sizeof(int);

    private readonly Process _helper;
    private readonly string _command;

    private Spawner(Process helper, string command) => (_helper, _command) = (helper, command);

    /// <summary>Standard output of the latest run; empty unless it is captured.</summary>
    public byte[] Output { get; private set; } = [];

    /// <summary>Compiles the helper into <paramref name="folder"/>.</summary>
    /// <returns>Its path.</returns>
    /// <exception cref="BenchException">There is no gcc, or it failed.</exception>
    public static async Task<string> BuildAsync(string folder)
    {
        var helper = Path.Combine(folder, "spawner");
        var source = Path.Combine(AppContext.BaseDirectory, "Subjects", "spawner.c");
        var gcc = HostPath.Find("gcc") ?? throw new BenchException("there is no gcc, which compiles the helper that times bare commands");
        var (code, output) = await Commands.RunAsync(gcc, "-O2", "-Wall", "-o", helper, source);
        return code == 0 ? helper : throw new BenchException($"the helper does not compile: {output}");
    }

    /// <param name="helper">Path of the helper, as it is seen from within <paramref name="around"/>.</param>
    /// <param name="argv">What it runs; the executable is an absolute path, or relative to <paramref name="directory"/>.</param>
    /// <param name="around">Words that start the helper somewhere else.</param>
    public static Spawner Start(
        string helper, SpawnMethod method, IReadOnlyList<string> argv, bool capture = false,
        string directory = "/", IReadOnlyDictionary<string, string>? environment = null, params IReadOnlyList<string> around)
    {
        string[] words = [.. around, helper, method == SpawnMethod.Fork ? "fork" : "spawn", capture ? "capture" : "quiet", .. argv];
        var start = new ProcessStartInfo(words[0], words[1..])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            WorkingDirectory = directory,
        };
        start.Environment.Clear();
        foreach (var (name, value) in environment ?? new Dictionary<string, string> { ["PATH"] = HostPath.Variable })
        {
            start.Environment[name] = value;
        }

        return new Spawner(Process.Start(start)!, string.Join(' ', argv));
    }

    /// <summary>Runs the command once, to its end.</summary>
    /// <returns>Milliseconds.</returns>
    /// <exception cref="BenchException">It did not end with code 0.</exception>
    public double Run()
    {
        _helper.StandardInput.BaseStream.WriteByte((byte)'r');
        _helper.StandardInput.BaseStream.Flush();
        Span<byte> header = stackalloc byte[HeaderSize];
        var answers = _helper.StandardOutput.BaseStream;
        answers.ReadExactly(header);
        var nanoseconds = BitConverter.ToInt64(header);
        var status = BitConverter.ToInt32(header[sizeof(long)..]);
        Output = new byte[BitConverter.ToInt32(header[(sizeof(long) + sizeof(int))..])];
        answers.ReadExactly(Output);
        return status == 0 ? nanoseconds / 1e6 : throw new BenchException($"'{_command}' ended with status {status}");
    }

    public void Dispose()
    {
        _helper.StandardInput.Close();
        _helper.WaitForExit();
        _helper.Dispose();
    }
}
