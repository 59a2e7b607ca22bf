using System.Collections.Frozen;
using Hotcell.Engine.Executions;
using Hotcell.Server.Http;

namespace Hotcell.Server.Logs;

/// <summary>What is refused for the sake of security.</summary>
internal enum Refusal
{
    /// <summary>No key where one is needed, or one that is nobody's.</summary>
    Key,

    /// <summary>A key that is not for this.</summary>
    Role,

    /// <summary>The first request too many of a window.</summary>
    Rate,

    /// <summary>A name that is not this server's.</summary>
    Host,

    /// <summary>A web page that is not among those that may use the server.</summary>
    Origin,

    /// <summary>A name of a file that would lead out of its folder, or is none.</summary>
    Path,

    /// <summary>A system call that no ordinary program makes.</summary>
    Syscall,
}

/// <summary>
/// The log of what was refused. Whoever is refused can be so a thousand times a second, so of each kind only as many are told as a person could still read, and how many were
/// left out: nobody can roll the traces of one attack away with another.
/// </summary>
internal sealed partial class SecurityLog(ILogger<SecurityLog> log, TimeProvider time)
{
    /// <summary>Of each kind, in a while.</summary>
    private const int MostTold = 600;

    private static readonly TimeSpan s_while = TimeSpan.FromMinutes(1);

    private readonly FrozenDictionary<Refusal, Allowance> _allowances = Enum.GetValues<Refusal>().ToFrozenDictionary(kind => kind, _ => new Allowance(time));

    /// <param name="detail">In our words; what is a caller's is shortened and quoted.</param>
    public void RequestRefused(Refusal kind, HttpContext context, string detail)
    {
        if (MayTell(kind))
        {
            var facts = RequestFacts.Of(context);
            Request(kind, facts.Key ?? "nobody", facts.Address, facts.Method, facts.Route, detail, facts.Trace);
        }
    }

    /// <summary>Tells those among the wrong fields that name files: their names in the request, not what they contain.</summary>
    public void PathsRefused(string caller, IReadOnlyList<FieldError> errors)
    {
        foreach (var error in errors)
        {
            if (NamesFile(error.Field) && MayTell(Refusal.Path))
            {
                Path(Refusal.Path, caller, error.Field, error.Message);
            }
        }
    }

    /// <param name="verdict">Of the program that was refused: it may have gone on.</param>
    public void SyscallRefused(string caller, string language, string syscall, Verdict verdict)
    {
        if (MayTell(Refusal.Syscall))
        {
            Syscall(Refusal.Syscall, caller, language, syscall, verdict);
        }
    }

    private static bool NamesFile(string field) =>
        (field.StartsWith("files[", StringComparison.Ordinal) && field.EndsWith(".name", StringComparison.Ordinal)) || field.StartsWith("output_files[", StringComparison.Ordinal);

    private bool MayTell(Refusal kind)
    {
        var (may, missed) = _allowances[kind].Ask();
        if (missed > 0)
        {
            LeftOut(kind, missed);
        }

        return may;
    }

    [LoggerMessage(LogLevel.Warning, "{Refused} refused: {Caller} from {Address}, {Method} {Route} {Detail}", EventName = "RequestRefused")]
    private partial void Request(Refusal refused, string caller, string? address, string method, string route, string detail, string? trace);

    [LoggerMessage(LogLevel.Warning, "{Refused} refused: {Caller}, {Field} {Reason}", EventName = "PathRefused")]
    private partial void Path(Refusal refused, string caller, string field, string reason);

    [LoggerMessage(LogLevel.Warning, "{Refused} refused: {Caller}, a program in {Language} called {Syscall} and ended with {Verdict}", EventName = "SyscallRefused")]
    private partial void Syscall(Refusal refused, string caller, string language, string syscall, Verdict verdict);

    [LoggerMessage(LogLevel.Warning, "{Refused} refused: {Count} more that are not told of one by one", EventName = "RefusalsLeftOut")]
    private partial void LeftOut(Refusal refused, int count);

    /// <summary>How many may be told in a while.</summary>
    private sealed class Allowance(TimeProvider time)
    {
        private readonly Lock _lock = new();
        private long _began = time.GetTimestamp();
        private int _told;
        private int _missed;

        /// <summary>Whether this one may, and how many before it could not.</summary>
        public (bool May, int Missed) Ask()
        {
            lock (_lock)
            {
                if (time.GetElapsedTime(_began) >= s_while)
                {
                    (_began, _told) = (time.GetTimestamp(), 0);
                }

                if (_told == MostTold)
                {
                    _missed++;
                    return (false, 0);
                }

                _told++;
                var missed = _missed;
                _missed = 0;
                return (true, missed);
            }
        }
    }
}
