using Hotcell.Engine.Executions;
using Hotcell.Server.Api;
using Hotcell.Unit.Server.Logs;

namespace Hotcell.Unit.Server;

public sealed class RoomsTests
{
    private readonly RecordedLog<Rooms> _log = new();
    private readonly Rooms _rooms;

    public RoomsTests() => _rooms = new Rooms(_log);

    [Fact]
    public async Task Members_of_the_room_and_circle_see_what_happens_and_nobody_else()
    {
        var (member, other, stranger, self) = (new Member(), new Member(), new Member(), new Member());
        _rooms.Join("key", "room", member);
        _rooms.Join("key", "room", self);
        _rooms.Join("key", "other", other);
        _rooms.Join("", "room", stranger);

        await RunAsync(self);

        Assert.Equal(["room 7 Queued", "room 7 Started", "room 7 Faulted"], member.Seen);
        Assert.Empty(other.Seen);
        Assert.Empty(stranger.Seen);
        Assert.Empty(self.Seen);
    }

    [Fact]
    public async Task Who_has_left_sees_nothing_more()
    {
        var member = new Member();
        _rooms.Join("key", "room", member);
        _rooms.Join("key", "room", member);
        _rooms.Leave("key", "room", member);
        _rooms.Leave("key", "room", member);
        await RunAsync();
        Assert.Empty(member.Seen);
    }

    [Fact]
    public async Task What_is_given_up_is_told()
    {
        var member = new Member();
        _rooms.Join("key", "room", member);
        await using (var events = Share(null).RunAsync(null!).GetAsyncEnumerator(TestContext.Current.CancellationToken))
        {
            await events.MoveNextAsync();
        }

        Assert.Equal(["room 7 Queued", "room 7 "], member.Seen);
    }

    [Fact]
    public async Task A_member_that_fails_spoils_nothing_for_others()
    {
        var (broken, member) = (new Member { Fails = true }, new Member());
        _rooms.Join("key", "room", broken);
        _rooms.Join("key", "room", member);

        await RunAsync();

        Assert.Equal(3, member.Seen.Count);
        Assert.Equal(Enumerable.Repeat("A member of a room failed unexpectedly", 3), _log.Messages);
    }

    private async Task RunAsync(Member? except = null)
    {
        await foreach (var happened in Share(except).RunAsync(null!))
        {
            Assert.NotNull(happened);
        }
    }

    private IExecutionService Share(Member? except) => _rooms.Share(new Script(), "key", "room", "7", except);

    private sealed class Member : IRoomMember
    {
        public List<string> Seen { get; } = [];

        public bool Fails { get; init; }

        public void See(string room, string executionId, ExecutionEvent? happened)
        {
            if (Fails)
            {
                throw new InvalidOperationException();
            }

            Seen.Add($"{room} {executionId} {happened?.GetType().Name}");
        }
    }

    private sealed class Script : IExecutionService
    {
        public IReadOnlyList<FieldError> Validate(ExecutionRequest request) => [];

        public async IAsyncEnumerable<ExecutionEvent> RunAsync(ExecutionRequest request, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation = default)
        {
            await Task.CompletedTask;
            yield return new ExecutionEvent.Queued();
            yield return new ExecutionEvent.Started();
            yield return new ExecutionEvent.Faulted(new SystemFault("run", default, 0, 0, ""));
        }
    }
}
