namespace Hotcell.Warden;

/// <summary>Exit codes of the keeper and the warden, after sysexits.h.</summary>
internal static class ExitCodes
{
    public const int Ok = 0;

    /// <summary>EX_USAGE.</summary>
    public const int Usage = 64;

    /// <summary>EX_CONFIG: a protection or the set-up failed; trying again will not help.</summary>
    public const int CannotStart = 78;
}
