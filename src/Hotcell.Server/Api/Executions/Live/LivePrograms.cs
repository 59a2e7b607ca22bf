using System.Collections.Concurrent;
using Hotcell.Engine.Executions;
using Hotcell.Server.Http;

namespace Hotcell.Server.Api.Executions.Live;

/// <summary>
/// The interactive programs that somebody may come back to. Those that run are bounded by the engine, those that have ended by their number and bytes: the
/// oldest of the caller who has the most are forgotten first.
/// </summary>
/// <param name="grace">How long one goes on, or is kept, with nobody connected.</param>
internal sealed partial class LivePrograms(TimeSpan grace, TimeProvider time, ILogger<LivePrograms> log)
{
    private const int MostConnections = 4096;
    private const int MostOver = 256;

    /// <summary>Enough for one with as many output files as there may be, and for many without.</summary>
    private const long MostBytes = 64 * 1024 * 1024;

    private readonly ConcurrentDictionary<string, LiveProgram> _programs = new(StringComparer.Ordinal);

    /// <summary>Those that have ended, in that order.</summary>
    private readonly List<LiveProgram> _over = [];

    /// <summary>Of all clients, also those that have no program yet.</summary>
    public ConnectionPlaces Connections { get; } = new(MostConnections);

    /// <param name="owner">Id of the caller.</param>
    /// <returns>The program, and the number of its first reader, which is there before anything can happen to it.</returns>
    public (LiveProgram Program, int Reader) Start(ClientFrame.Start start, IExecutionService executions, string owner)
    {
        var id = Guid.CreateVersion7().ToString();
        var program = new LiveProgram(id, owner, start.Interaction, grace, time, Forget);
        var (reader, _, _) = program.Attach(since: 0)!.Value;
        _programs[id] = program;
        _ = RunAsync(program, start, executions);
        return (program, reader);
    }

    /// <summary>Null where there is none any more, or it is another caller's.</summary>
    public LiveProgram? Find(string id, string owner) => _programs.GetValueOrDefault(id) is { } program && program.Owner == owner ? program : null;

    private async Task RunAsync(LiveProgram program, ClientFrame.Start start, IExecutionService executions)
    {
        try
        {
            // Not on the way of the connection.
            await Task.Yield();
            await program.RunAsync(start.Request, executions, start.Encoding);
        }
        catch (Exception bug)
        {
            LogBug(bug);
        }

        Keep(program);
    }

    /// <summary>Keeps one that has ended, unless it is forgotten already, and lets go of others where there are too many.</summary>
    private void Keep(LiveProgram program)
    {
        lock (_over)
        {
            if (_programs.ContainsKey(program.Id))
            {
                _over.Add(program);
            }

            while (_over.Count > MostOver)
            {
                Most(_ => 1).GiveUp();
            }

            while (_over.Sum(Held) > MostBytes)
            {
                Most(Held).GiveUp();
            }
        }
    }

    /// <summary>The oldest of the caller whose programs are the most, so that nobody's push out another's.</summary>
    private LiveProgram Most(Func<LiveProgram, long> weight) => _over.GroupBy(one => one.Owner).MaxBy(own => own.Sum(weight))!.First();

    private static long Held(LiveProgram program) => program.Window.Held;

    private void Forget(LiveProgram program)
    {
        _programs.TryRemove(program.Id, out _);
        lock (_over)
        {
            _over.Remove(program);
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "An interactive execution failed unexpectedly")]
    private partial void LogBug(Exception bug);
}
