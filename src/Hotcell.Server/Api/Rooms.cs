using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Hotcell.Engine.Executions;
using Microsoft.Extensions.Logging;

namespace Hotcell.Server.Api;

/// <summary>Somebody who listens to a room.</summary>
internal interface IRoomMember
{
    /// <summary>Something has happened to an execution of the room. Must not wait: nobody is held up by who looks on.</summary>
    /// <param name="happened">Null: it was given up, and nothing follows.</param>
    void See(string room, string executionId, ExecutionEvent? happened);
}

/// <summary>
/// Rooms: names under which the executions of some are seen live by others. A room belongs to a circle, the holders of one key (or all who have none), so that
/// no name that somebody guesses shows him another's programs. It exists while somebody listens.
/// </summary>
internal sealed partial class Rooms(ILogger<Rooms> log)
{
    public const int LongestName = 128;

    private readonly ConcurrentDictionary<(string Circle, string Name), ImmutableList<IRoomMember>> _members = new();

    public void Join(string circle, string name, IRoomMember member) =>
        _members.AddOrUpdate((circle, name), [member], (_, members) => members.Contains(member) ? members : members.Add(member));

    public void Leave(string circle, string name, IRoomMember member)
    {
        var key = (circle, name);
        while (_members.TryGetValue(key, out var members))
        {
            var others = members.Remove(member);
            if (others.IsEmpty ? _members.TryRemove(new(key, members)) : _members.TryUpdate(key, others, members))
            {
                return;
            }
        }
    }

    /// <summary>The same executions, seen by the room.</summary>
    /// <param name="except">Who sees them anyway.</param>
    public IExecutionService Share(IExecutionService executions, string circle, string name, string executionId, IRoomMember? except = null) =>
        new Shared(executions, happened =>
        {
            foreach (var member in _members.GetValueOrDefault((circle, name), []).Where(member => member != except))
            {
                Show(member, name, executionId, happened);
            }
        });

    /// <summary>What goes wrong with who looks on is nothing that whoever runs the program could do anything about.</summary>
    private void Show(IRoomMember member, string name, string executionId, ExecutionEvent? happened)
    {
        try
        {
            member.See(name, executionId, happened);
        }
        catch (Exception bug)
        {
            LogBug(bug);
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "A member of a room failed unexpectedly")]
    private partial void LogBug(Exception bug);

    private sealed class Shared(IExecutionService executions, Action<ExecutionEvent?> tell) : IExecutionService
    {
        public IReadOnlyList<FieldError> Validate(ExecutionRequest request) => executions.Validate(request);

        public async IAsyncEnumerable<ExecutionEvent> RunAsync(ExecutionRequest request, [EnumeratorCancellation] CancellationToken cancellation = default)
        {
            var (begun, over) = (false, false);
            try
            {
                await foreach (var happened in executions.RunAsync(request, cancellation))
                {
                    (begun, over) = (true, happened is ExecutionEvent.Finished or ExecutionEvent.Faulted);
                    tell(happened);
                    yield return happened;
                }
            }
            finally
            {
                if (begun && !over)
                {
                    tell(null);
                }
            }
        }
    }
}
