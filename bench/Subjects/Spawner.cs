using System.Diagnostics;
using System.Text;

namespace Hotcell.Bench.Subjects;

/// <summary>How a <see cref="Spawner"/> starts its command.</summary>
internal enum SpawnMethod
{
    /// <summary>fork(2) of a small process, and exec.</summary>
    Fork,

    /// <summary>posix_spawn(3): the child shares the parent's memory until exec.</summary>
    Spawn,
}

/// <summary>A command that is run on the bare machine, as often as asked, by a helper (spawner.c). Used by one thread at a time.</summary>
internal sealed class Spawner : IDisposable
{
    public const string Name = "spawner";

    private readonly Helper _helper;
    private readonly string _command;

    private Spawner(Helper helper, string command) => (_helper, _command) = (helper, command);

    /// <summary>Standard output of the latest run; empty unless it is captured.</summary>
    public byte[] Output { get; private set; } = [];

    /// <param name="helper">Path of the helper, as it is seen from within <paramref name="around"/>.</param>
    /// <param name="argv">What it runs; the executable is an absolute path, or relative to <paramref name="directory"/>.</param>
    /// <param name="around">Words that start the helper somewhere else.</param>
    public static Spawner Start(
        string helper, SpawnMethod method, IReadOnlyList<string> argv, bool capture = false,
        string directory = "/", IReadOnlyDictionary<string, string>? environment = null, params IReadOnlyList<string> around)
    {
        string[] words = [.. around, helper, method == SpawnMethod.Fork ? "fork" : "spawn", capture ? "capture" : "quiet", .. argv];
        var start = new ProcessStartInfo(words[0], words[1..]) { WorkingDirectory = directory };
        start.Environment.Clear();
        foreach (var (name, value) in environment ?? new Dictionary<string, string> { ["PATH"] = HostPath.Variable })
        {
            start.Environment[name] = value;
        }

        return new Spawner(new Helper(start), string.Join(' ', argv));
    }

    /// <summary>Runs the command once, to its end.</summary>
    /// <returns>Milliseconds.</returns>
    /// <exception cref="BenchException">It did not end with code 0.</exception>
    public double Run() => RunTimed().Milliseconds;

    /// <inheritdoc cref="Run"/>
    /// <returns>Also when it began.</returns>
    public TimedAnswer RunTimed()
    {
        var answer = _helper.Ask("r"u8);
        Output = answer.Output;
        return answer.Status == 0 ? answer : throw new BenchException($"'{_command}' ended with status {answer.Status}: {Encoding.UTF8.GetString(answer.Output)}");
    }

    public void Dispose() => _helper.Dispose();
}
