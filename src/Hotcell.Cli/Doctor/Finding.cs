namespace Hotcell.Cli.Doctor;

/// <summary>What one check found.</summary>
/// <param name="Name">What was looked at: a protection, or what one needs.</param>
/// <param name="State">What is the case, in a few words.</param>
/// <param name="Health">Whether that will do.</param>
/// <param name="Fix">What to do about it; null when nothing is needed.</param>
internal sealed record Finding(string Name, string State, Health Health, string? Fix = null)
{
    public static Finding Good(string name, string state) => new(name, state, Health.Good);

    public static Finding Bad(string name, string state, string fix) => new(name, state, Health.Bad, fix);

    /// <summary>Something that nobody needs unless they want it.</summary>
    public static Finding Optional(string name, string state, string fix) => new(name, state, Health.Optional, fix);
}

internal enum Health
{
    Good,
    Optional,
    Bad,
}
