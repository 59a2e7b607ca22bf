using Hotcell.Protocol;

namespace Hotcell.Warden.Serving;

/// <summary>Takes packets of the control channel apart. Whether what they ask for may be is for others to say.</summary>
internal static class ControlPacket
{
    /// <summary>False when the packet is none that a server of this version sends.</summary>
    /// <param name="plan">Of a CreateCell; else empty.</param>
    public static bool TryRead(ReadOnlySpan<byte> packet, out ControlMessage message, out CellPlan plan)
    {
        plan = default;
        if (!Wire.TryRead(packet, out message) || message.Version != ProtocolVersion.Number || message.Reserved != 0)
        {
            return false;
        }

        var body = packet[ControlMessage.Size..];
        return message.Kind switch
        {
            ControlKind.CreateCell => body.Length == CellPlan.Size && Wire.TryRead(body, out plan),
            ControlKind.KillCell => body.IsEmpty,
            _ => false,
        };
    }
}
