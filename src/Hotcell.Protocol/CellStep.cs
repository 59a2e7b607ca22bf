namespace Hotcell.Protocol;

/// <summary>
/// The steps by which a cell comes into being, in order. They are what a failure names, so numbers are frozen, only ever appended, and not used again (3 and 4).
/// </summary>
public enum CellStep : ushort
{
    None = 0,

    // In the warden.
    CheckPlan = 1,
    FindSlot = 2,
    MakeSockets = 5,
    MakeCgroup = 6,
    LimitCgroup = 7,
    Clone = 8,
    MapIds = 9,
    FindImage = 10,

    // In init, before anything of the user is there.
    PlaceFds = 32,
    CloseFds = 33,
    JoinInitCgroup = 34,
    BecomeInit = 35,
    SetHostName = 36,
    BringUpLoopback = 37,
    CloneImage = 38,
    MountProc = 39,
    ForbidUserNamespaces = 40,
    MaskProc = 41,
    MountDevPts = 42,
    MountShm = 43,
    MountTmp = 44,
    MountWork = 45,
    PivotRoot = 46,
    DetachOldRoot = 47,
    MakePipes = 48,
    StartProgram = 49,
    ConfineInit = 50,
    LimitInotify = 51,

    // In the process that becomes the program.
    JoinJobCgroup = 64,
    UnshareCgroup = 65,
    NewSession = 66,
    PlaceStdio = 67,
    SetRlimit = 68,
    DropBoundingSet = 69,
    BecomeUser = 70,
    CheckNoCapabilities = 71,
    ResetSignals = 72,
    ReceiveFile = 73,
    WriteFile = 74,
    ChangeDirectory = 75,
    NoNewPrivileges = 76,
    InstallSeccomp = 77,
    Exec = 78,
    OpenTerminal = 79,
}
