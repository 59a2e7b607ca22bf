using Hotcell.Protocol;

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

    /// <summary>A protection that is missing, and that the operator has accepted to do without.</summary>
    public static Finding Degraded(string name, string state, string? fix = null) => new(name, state, Health.Degraded, fix);

    /// <summary>Bad, unless the operator has accepted to do without <paramref name="protection"/>.</summary>
    public static Finding BadUnlessAccepted(Isolation protection, string name, string state, string fix) => WardenProcess.AcceptsDegraded(protection)
        ? Degraded(name, $"{state} (accepted: {IsolationNames.Of(protection)[0]})", fix)
        : Bad(name, state, fix);

    /// <summary>Something that nobody needs unless they want it.</summary>
    public static Finding Optional(string name, string state, string fix) => new(name, state, Health.Optional, fix);
}

internal enum Health
{
    Good,
    Optional,
    Degraded,
    Bad,
}
