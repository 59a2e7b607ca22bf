using NLog.Common;

namespace Hotcell.Server.Logs;

/// <summary>Says on the console that logs cannot be written: once in a while, since a full disk fails every entry.</summary>
internal sealed class LogTroubles(TextWriter console, TimeProvider time)
{
    private readonly Seldom _seldom = new(TimeSpan.FromMinutes(1), time);

    /// <summary>From now on, what NLog itself fails at is told: names of files and reasons, never an entry. Of the whole process, as NLog has it.</summary>
    public void Watch()
    {
        InternalLogger.LogLevel = NLog.LogLevel.Error;
        InternalLogger.InternalEventOccurred += (_, failure) => Tell($"{failure.Message} {failure.Exception?.Message}");
    }

    public void Tell(string trouble)
    {
        if (_seldom.MaySay())
        {
            console.WriteLine($"hotcell: logs: {trouble.ReplaceLineEndings(" ")}");
        }
    }
}
