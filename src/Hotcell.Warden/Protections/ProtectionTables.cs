using System.Runtime.InteropServices;
using System.Text;
using Hotcell.Protocol;

namespace Hotcell.Warden.Protections;

/// <summary>
/// The lists of this folder as the code of a cell reads them: in native memory, since a clone has no lists. Made once when a warden starts, and
/// never freed. Whoever wants to know what a cell has reads the lists (<see cref="Explanation"/>), and so reads what is done.
/// </summary>
internal readonly unsafe struct ProtectionTables
{
    public static ProtectionTables* Make()
    {
        var tables = (ProtectionTables*)NativeMemory.Alloc((nuint)sizeof(ProtectionTables));
        *tables = new ProtectionTables
        {
            Proc = Table([CellMount.Proc], NativeMount.Of),
            Mounts = Table(CellMount.Others, NativeMount.Of),
            Settings = Table(ProcSetting.All, setting => new NativeSetting { Step = setting.Step, Index = setting.Index, File = Text(setting.File), Value = Text(setting.Value), Length = setting.Value.Length }),
            SettingCount = ProcSetting.All.Count,
            MountCount = CellMount.Others.Count,
            Masks = Table(ProcMask.All, mask => new NativeMask { Path = Text(InCell($"/proc/{mask.Path}")), Cover = Text(InCell(mask.IsFolder ? "/sys" : "/dev/null")) }),
            MaskCount = ProcMask.All.Count,
            Limits = Table(ProgramLimit.All, limit => new NativeLimit { Resource = limit.Resource, Amount = limit.Amount, Value = limit.Value, InPlaceOf = limit.InPlaceOf, Moment = limit.Moment }),
            LimitCount = ProgramLimit.All.Count,
        };
        return tables;
    }

    public NativeMount* Proc { get; private init; }

    public NativeMount* Mounts { get; private init; }

    public NativeSetting* Settings { get; private init; }

    public NativeMask* Masks { get; private init; }

    public NativeLimit* Limits { get; private init; }

    public int MountCount { get; private init; }

    public int SettingCount { get; private init; }

    public int MaskCount { get; private init; }

    public int LimitCount { get; private init; }

    /// <summary>Where init puts a cell's root together.</summary>
    internal static string InCell(string path) => "/cell" + path;

    internal static byte* Text(string text)
    {
        var bytes = (byte*)NativeMemory.AllocZeroed((nuint)text.Length + 1);
        Encoding.ASCII.GetBytes(text, new Span<byte>(bytes, text.Length));
        return bytes;
    }

    internal static TNative* Table<TEntry, TNative>(IReadOnlyList<TEntry> entries, Func<TEntry, TNative> convert)
        where TNative : unmanaged
    {
        var table = (TNative*)NativeMemory.Alloc((nuint)entries.Count, (nuint)sizeof(TNative));
        for (var i = 0; i < entries.Count; i++)
        {
            table[i] = convert(entries[i]);
        }

        return table;
    }
}

/// <summary>A <see cref="CellMount"/>.</summary>
internal unsafe struct NativeMount
{
    public CellStep Step;
    public byte* Type;
    public byte* Target;
    public ulong Attributes;
    public MountSize Size;
    public NativeOption* Options;
    public int OptionCount;

    public static NativeMount Of(CellMount mount) => new()
    {
        Step = mount.Step,
        Type = ProtectionTables.Text(mount.Type),
        Target = ProtectionTables.Text(ProtectionTables.InCell(mount.Target)),
        Attributes = mount.Attributes,
        Size = mount.Size,
        Options = ProtectionTables.Table(mount.Settings, option => new NativeOption { Key = ProtectionTables.Text(option.Key), Value = ProtectionTables.Text(option.Value) }),
        OptionCount = mount.Settings.Count,
    };
}

internal unsafe struct NativeOption
{
    public byte* Key;
    public byte* Value;
}

/// <summary>A <see cref="ProcSetting"/>.</summary>
internal unsafe struct NativeSetting
{
    public CellStep Step;
    public int Index;
    public byte* File;
    public byte* Value;
    public int Length;
}

/// <summary>A <see cref="ProcMask"/>.</summary>
internal unsafe struct NativeMask
{
    public byte* Path;
    public byte* Cover;
}

/// <summary>A <see cref="ProgramLimit"/>.</summary>
internal struct NativeLimit
{
    public int Resource;
    public LimitAmount Amount;
    public ulong Value;
    public Isolation InPlaceOf;
    public LimitMoment Moment;
}
