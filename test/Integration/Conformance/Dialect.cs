using Hotcell.Kit;

namespace Hotcell.Integration.Conformance;

/// <summary>Translates requests into one dialect and its answers back, and looks at the shape of both.</summary>
internal abstract class Dialect(string name)
{
    public static IReadOnlyList<Dialect> All { get; } =
    [
        new NativeDialect(),
        new EventsDialect(),
        new FlatDialect(),
        new PlaygroundDialect(),
        new EditorDialect("editors", "/execute"),
        new EditorDialect("rooms", "/api/rooms/room-1/execute"),
        new GrpcDialect(),
        new GrpcStreamDialect(),
        new SocketIoDialect(),
        new FramesDialect(),
    ];

    public string Name => name;

    /// <summary>What is wrong with a request that it has no words for, is not asked for.</summary>
    public virtual bool CanSay(Ask ask) => true;

    /// <summary>Whether its programs take input while they run. They run here or not at all.</summary>
    public virtual bool IsInteractive => false;

    public abstract Task<Reply> SendAsync(ServerFixture server, Ask ask);

    public static Dialect Of(string name) => All.Single(dialect => dialect.Name == name);

    /// <param name="errors">Of fields by their names in <see cref="Ask"/>.</param>
    protected static Reply Refused(int status, IEnumerable<(string Field, string Message)> errors)
    {
        var ordered = errors.OrderBy(error => error.Field, StringComparer.Ordinal).ToList();
        return new Reply(null, new Refusal(status, string.Join(',', ordered.Select(error => error.Field)))) { Messages = [.. ordered.Select(error => error.Message)] };
    }
}
