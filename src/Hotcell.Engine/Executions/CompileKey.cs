using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using Hotcell.Engine.Cells;
using Hotcell.Protocol;

namespace Hotcell.Engine.Executions;

/// <summary>
/// Everything that a compilation depends on, as a hash (SHA-256): the toolchain, the command with its environment, the cell with its limits, and
/// the names and contents of the files. And the tenant: what others have compiled is nobody's to find out. Every part goes in with its length before it, so that no two sets of parts are the same bytes.
/// </summary>
internal readonly record struct CompileKey(UInt128 High, UInt128 Low)
{
    public static CompileKey Of(ExecutionPlan plan)
    {
        var stage = plan.Compile!;
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Add(hash, Encoding.UTF8.GetBytes(plan.Tenant));
        Add(hash, Encoding.UTF8.GetBytes(plan.Language.Id));
        Add(hash, Encoding.UTF8.GetBytes(plan.Image.Stamp(plan.Language)));
        Add(hash, stage.Command.ToPayload(stage.Limits));
        Add(hash, MemoryMarshal.AsBytes<CellPlan>([CellPlanner.Plan(plan.Image, stage.Limits, collects: true, plan.Language.Allowances)]));
        foreach (var file in plan.Files)
        {
            Add(hash, Encoding.UTF8.GetBytes(file.Name!));
            Add(hash, file.Content.Span);
        }

        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        hash.GetHashAndReset(digest);
        return new(BinaryPrimitives.ReadUInt128LittleEndian(digest), BinaryPrimitives.ReadUInt128LittleEndian(digest[16..]));
    }

    private static void Add(IncrementalHash hash, ReadOnlySpan<byte> part)
    {
        Span<byte> length = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(length, part.Length);
        hash.AppendData(length);
        hash.AppendData(part);
    }
}
