using Hotcell.Engine.Executions;

namespace Hotcell.Engine.Cells;

/// <summary>How a cell boots a runtime ahead of its program. Two are equal when their cells are interchangeable.</summary>
/// <param name="command">What the runtime is started with.</param>
/// <param name="source">Name of the program's file, for a runtime that opens it before it waits; null: it finds none.</param>
/// <param name="most">The highest limits that a program in such a cell may have: of those that bind a process, only lower ones can be set later.</param>
/// <param name="memory">What the booted runtime holds.</param>
internal sealed class BootPlan(StartCommand command, string? source, Limits most, ByteSize memory) : IEquatable<BootPlan>
{
    /// <summary>
    /// For booting alone; what the program takes is counted from when it gets it. Only for a runtime that never boots: a compiler needs 15 s of CPU
    /// time, of which a busy machine gives it little, since it gives way to programs that run.
    /// </summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    private readonly byte[] _payload = command.ToPayload(most with { WallTime = Patience, CpuTime = most.CpuTime + Patience });

    public StartCommand Command => command;

    public string? Source => source;

    public ByteSize Memory => memory;

    /// <summary>Of the Boot frame.</summary>
    public ReadOnlyMemory<byte> Payload => _payload;

    public bool Equals(BootPlan? other) => other is not null && _payload.AsSpan().SequenceEqual(other._payload);

    public override bool Equals(object? obj) => Equals(obj as BootPlan);

    public override int GetHashCode()
    {
        var hash = default(HashCode);
        hash.AddBytes(_payload);
        return hash.ToHashCode();
    }
}
