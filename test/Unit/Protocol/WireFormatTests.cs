using System.Runtime.CompilerServices;
using Hotcell.Protocol;

namespace Hotcell.Unit.Protocol;

/// <summary>The bytes on the wire, frozen: a server and a warden of different builds must understand each other or know that they do not.</summary>
public sealed class WireFormatTests
{
    [Fact]
    public void A_plan_is_these_bytes()
    {
        var plan = new CellPlan
        {
            Image = 0x0102,
            Collects = 1,
            Boots = 1,
            Allowances = SyscallAllowances.MovePages,
            WorkBytes = 0x21,
            TmpBytes = 0x22,
            ShmBytes = 0x23,
            Inodes = 0x31,
            Pids = 0x32,
            MemoryBytes = 0x41,
            CpuMillis = 0x51,
            OpenFiles = 0x52,
            FileBytes = 0x61,
            StackBytes = 0x62,
            ImageVersion = 0x0a0b0c0d,
        };
        AssertBytes(
            "0201 01 01 04000000 2100000000000000 2200000000000000 2300000000000000 31000000 32000000"
            + "4100000000000000 51000000 52000000 6100000000000000 6200000000000000 0d0c0b0a 00000000",
            plan,
            CellPlan.Size);
    }

    [Fact]
    public void A_control_message_is_these_bytes() => AssertBytes(
        "04 44 0000 2a000000",
        new ControlMessage { Version = ProtocolVersion.Number, Kind = ControlKind.CellEnded, Cell = 42 },
        ControlMessage.Size);

    [Fact]
    public void A_welcome_is_these_bytes() => AssertBytes(
        "07000000 02 03 e803 ff3f0000 00000000 0000000001000000",
        new WelcomeBody { Generation = 7, CgroupVersion = 2, Images = 3, MaxCells = 1000, Isolation = (Isolation)0x3fff, MaxMemoryBytes = 1UL << 32 },
        WelcomeBody.Size);

    [Fact]
    public void A_failure_is_these_bytes() => AssertBytes(
        "4e00 0300 0d000000", new StepFailure { Step = CellStep.Exec, Index = 3, Errno = 13 }, StepFailure.Size);

    [Fact]
    public void A_usage_is_these_bytes() => AssertBytes(
        "0100000000000000 0200000000000000 03000000 04000000 05000000 00000000",
        new CellUsage { CpuMicroseconds = 1, PeakMemoryBytes = 2, OomKills = 3, RefusedForks = 4, InitStatus = 5 },
        CellUsage.Size);

    [Fact]
    public void A_frame_header_is_these_bytes() => AssertBytes(
        "43 00 0000 00010000", new FrameHeader { Kind = FrameKind.Stdout, Length = 256 }, FrameHeader.Size);

    [Fact]
    public void A_start_is_these_bytes() => AssertBytes(
        "e8030000 f4010000 0100000000000000 0200000000000000 0500000000000000 0300 0400 7800 1e00",
        new StartHeader { WallMilliseconds = 1000, CpuMilliseconds = 500, StdoutBytes = 1, StderrBytes = 2, FilesBytes = 5, ArgCount = 3, EnvCount = 4, Terminal = new WindowSize { Columns = 120, Rows = 30 } },
        StartHeader.Size);

    [Fact]
    public void A_resize_is_these_bytes() => AssertBytes("5000 1800", new WindowSize { Columns = 80, Rows = 24 }, WindowSize.Size);

    [Fact]
    public void A_file_is_these_bytes() => AssertBytes("a401 0000 00000000", new FileHeader { Mode = 0x1a4 }, FileHeader.Size);

    [Fact]
    public void An_exit_is_these_bytes() => AssertBytes(
        "00030000 02 07 ffff 0100000000000000 0200000000000000 0300000000000000 0400000000000000 0500000000000000 0600000000000000 0700000000000000",
        new ExitReport
        {
            WaitStatus = 0x300,
            Cause = EndCause.CpuTime,
            ForkRefusedTenthsAgo = 7,
            RefusedSyscall = -1,
            WallNanoseconds = 1,
            UserMicroseconds = 2,
            SystemMicroseconds = 3,
            MaxResidentBytes = 4,
            StdoutBytes = 5,
            StderrBytes = 6,
            BootCpuMicroseconds = 7,
        },
        ExitReport.Size);

    [Fact]
    public void Numbers_only_ever_grow()
    {
        Assert.Equal(
            "CreateCell=1 KillCell=2 Welcome=65 CellCreated=66 CellRefused=67 CellEnded=68",
            Numbers<ControlKind>());
        Assert.Equal(
            "Start=1 File=2 FileData=3 FilesEnd=4 Stdin=5 StdinEnd=6 Signal=7 Boot=8 Resize=9 Fault=65 Started=66 Stdout=67 Stderr=68 Exit=69 Booted=70",
            Numbers<FrameKind>());
        Assert.Equal("None=0 Kcmp=1 PidfdGetfd=2 MovePages=4 MigratePages=8 All=15", Numbers<SyscallAllowances>());
        Assert.Equal("Ended=0 WallTime=1 CpuTime=2 StdoutLimit=3 StderrLimit=4 Disconnected=5 FilesLimit=6", Numbers<EndCause>());
        Assert.Equal(
            "None=0 CheckPlan=1 FindSlot=2 MakeSockets=5 MakeCgroup=6 LimitCgroup=7 Clone=8 MapIds=9 FindImage=10 "
            + "PlaceFds=32 CloseFds=33 JoinInitCgroup=34 BecomeInit=35 SetHostName=36 BringUpLoopback=37 CloneImage=38 MountProc=39 "
            + "ForbidUserNamespaces=40 MaskProc=41 MountDevPts=42 MountShm=43 MountTmp=44 MountWork=45 PivotRoot=46 DetachOldRoot=47 "
            + "MakePipes=48 StartProgram=49 ConfineInit=50 LimitInotify=51 "
            + "JoinJobCgroup=64 UnshareCgroup=65 NewSession=66 PlaceStdio=67 SetRlimit=68 DropBoundingSet=69 BecomeUser=70 "
            + "CheckNoCapabilities=71 ResetSignals=72 ReceiveFile=73 WriteFile=74 ChangeDirectory=75 NoNewPrivileges=76 InstallSeccomp=77 Exec=78 OpenTerminal=79",
            Numbers<CellStep>());
    }

    [Fact]
    public void Too_few_bytes_are_not_read() => Assert.False(Wire.TryRead<CellPlan>(new byte[CellPlan.Size - 1], out _));

    private static string Numbers<T>()
        where T : struct, Enum =>
        string.Join(' ', Enum.GetValues<T>().Select(value => $"{value}={value:D}"));

    private static void AssertBytes<T>(string expected, T value, int size)
        where T : unmanaged
    {
        Assert.Equal(size, Unsafe.SizeOf<T>());
        var bytes = new byte[size];
        Assert.Equal(size, Wire.Write(bytes, value));
        Assert.Equal(expected.Replace(" ", "", StringComparison.Ordinal), Convert.ToHexStringLower(bytes));
        Assert.True(Wire.TryRead<T>(bytes, out var read));
        Assert.Equal(value, read);
    }
}
