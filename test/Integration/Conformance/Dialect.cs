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
    ];

    public string Name => name;

    /// <summary>What is wrong with a request that it has no words for, is not asked for.</summary>
    public virtual bool CanSay(Ask ask) => true;

    public abstract Task<Reply> SendAsync(ServerFixture server, Ask ask);

    public static Dialect Of(string name) => All.Single(dialect => dialect.Name == name);
}
