namespace Hotcell.Engine.Executions;

/// <summary>Places of interactive programs: bounded, for all and for each caller, and nobody waits for one, since somebody sits there and waits.</summary>
internal sealed class InteractivePlaces(EngineOptions options, TimeProvider time)
{
    private readonly ExecutionQueue _places = new(options.MaxInteractive, 0, default, time, "Too many interactive programs are running.");

    public int Running => _places.Now.Running;

    /// <summary>A place, until it is disposed.</summary>
    /// <exception cref="RejectedException">There is none, or the server is shutting down.</exception>
    public IDisposable Enter(Caller caller)
    {
        var most = Math.Min(options.MaxInteractiveOfCaller, caller.Concurrency ?? int.MaxValue);
        var place = _places.EnterAsync(caller with { Concurrency = most }, 0, CancellationToken.None);

        // With no room to wait in, whoever is not refused has it.
        return place.Result;
    }

    public Task CloseAsync() => _places.CloseAsync();
}
