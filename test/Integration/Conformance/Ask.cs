namespace Hotcell.Integration.Conformance;

/// <summary>A request in no dialect's words. What is null is left out.</summary>
internal sealed record Ask
{
    /// <summary>A text, or for a wrong request anything.</summary>
    public object? Language { get; init; } = "bash";

    public object? Code { get; init; }

    public object? Input { get; init; }

    /// <summary>Of the program's wall clock.</summary>
    public double? Seconds { get; init; }

    /// <summary>Sent as it is, whatever the rest says.</summary>
    public byte[]? Raw { get; init; }

    /// <summary>Whether a dialect whose fields have types can say it.</summary>
    public bool HasTypes => Raw is null && Language is null or string && Code is null or string && Input is null or string;
}

/// <summary>What came back, in no dialect's words: one of the two.</summary>
internal sealed record Reply(Outcome? Outcome, Refusal? Refusal)
{
    /// <summary>What is said of the wrong fields, in the order of these.</summary>
    public IReadOnlyList<string> Messages { get; init; } = [];
}

/// <summary>What became of a program.</summary>
/// <param name="Stderr">Of the compiler, all that it wrote, where it has failed.</param>
/// <param name="ExitCode">As a shell reports it.</param>
internal sealed record Outcome(string Verdict, string Stdout, string Stderr, int ExitCode)
{
    /// <summary>Both streams in order; null where the dialect does not tell.</summary>
    public string? Interleaved { get; init; }

    /// <summary>The service that ran it; null: this one.</summary>
    public string? Fallback { get; init; }

    /// <summary>Without what not every dialect tells.</summary>
    public Outcome Common => this with { Interleaved = null };
}

/// <summary>Why nothing ran.</summary>
/// <param name="Status">Of HTTP.</param>
/// <param name="Fields">By their names in <see cref="Ask"/> in lower case, or <c>body</c>; in order, with commas.</param>
internal sealed record Refusal(int Status, string Fields);
