namespace Hotcell.Warden;

/// <summary>Exit codes of the keeper and the warden beside those of the command that they run.</summary>
internal static class ExitCodes
{
    public const int Ok = 0;

    /// <summary>Our own failure, as env(1), nohup(1) and timeout(1) tell it apart from the command's: wrong options, or a protection that cannot be set up.</summary>
    public const int Failed = 125;
}
