using Hotcell.Fuzz.Fuzzing;
using Hotcell.Protocol;
using Hotcell.Warden.Serving;
using Xunit;

namespace Hotcell.Fuzz.Targets;

/// <summary>Packets from a server to the warden: it takes exactly those that it could have written itself.</summary>
internal sealed class ControlTarget : FuzzTarget
{
    public override string Name => "control";

    public override int LongestInput => ControlMessage.MaxPacket + 1;

    public override IReadOnlyList<byte[]> Words { get; } = [Header(ControlKind.CreateCell), Header(ControlKind.KillCell), new byte[CellPlan.Size]];

    public override string Run(byte[] input)
    {
        var accepted = ControlPacket.TryRead(input, out var message, out var plan);
        Assert.Equal(IsMeant(input), accepted);
        if (!accepted)
        {
            return $"refused, {(input.Length < ControlMessage.Size ? "short" : $"{Math.Min((byte)input[1], (byte)4)}")}, {Math.Sign(input.Length - ControlMessage.Size - CellPlan.Size)}";
        }

        var again = new byte[input.Length];
        var length = Wire.Write(again, message);
        length += message.Kind == ControlKind.CreateCell ? Wire.Write(again.AsSpan(length), plan) : 0;
        Assert.Equal(input, again[..length]);
        return $"{message.Kind}";
    }

    private static bool IsMeant(byte[] packet) => packet is [ProtocolVersion.Number, var kind, 0, 0, ..] && (ControlKind)kind switch
    {
        ControlKind.CreateCell => packet.Length == ControlMessage.Size + CellPlan.Size,
        ControlKind.KillCell => packet.Length == ControlMessage.Size,
        _ => false,
    };

    private static byte[] Header(ControlKind kind)
    {
        var bytes = new byte[ControlMessage.Size];
        Wire.Write(bytes, new ControlMessage { Version = ProtocolVersion.Number, Kind = kind, Cell = 1 });
        return bytes;
    }
}
