namespace Hotcell.Engine.Fallback;

/// <summary>A Judge0 server that runs what cannot be run here.</summary>
/// <param name="Url">Absolute, http or https. Programs and their inputs are sent there.</param>
/// <param name="Key">Sent as <c>X-Auth-Token</c>; null: none is.</param>
public sealed record Judge0Options(Uri Url, string? Key)
{
    /// <summary>What one request of ours may take.</summary>
    public TimeSpan RequestTime { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>How long a submission may wait and compile there, besides the time that its program has.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How long its languages and limits are taken for what they were.</summary>
    public TimeSpan Fresh { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>Executions that are there at once; more wait here.</summary>
    public int MaxRunning { get; init; } = 16;
}
