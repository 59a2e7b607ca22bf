namespace Hotcell.Engine.Executions;

/// <summary>Gets what one stage writes, in the order of arrival, for one follower.</summary>
internal interface IStageOutput
{
    void Append(OutputStream stream, ReadOnlySpan<byte> bytes);

    /// <summary>Completes when more may come: the cell is not read before.</summary>
    ValueTask RoomAsync();

    /// <summary>From now on there is always room: the program is being ended, and what it has written is read to its end.</summary>
    void Release();

    /// <summary>Nothing more will come.</summary>
    void Complete();

    /// <summary>What there is and what comes, until <see cref="Complete"/>.</summary>
    IAsyncEnumerable<(OutputStream Stream, ReadOnlyMemory<byte> Bytes)> FollowAsync(CancellationToken cancellation = default);

    /// <summary>What is kept of it all. To be asked when complete.</summary>
    StageOutput Collect();
}
