namespace Hotcell.Protocol;

/// <summary>
/// The formats between server, warden and cell. Theory of operation:
/// <para>
/// Two channels, both Unix sockets, both little-endian and made of fixed-size structs without padding. The <i>control</i> channel
/// (server ↔ warden, SOCK_SEQPACKET, one message per packet, <see cref="ControlMessage"/>) makes, kills and reports cells; the only
/// file descriptor that ever crosses it is the data socket of a new cell. The <i>data</i> channel (server ↔ init of one cell,
/// SOCK_STREAM, <see cref="FrameHeader"/>) carries the program's start, files, stdio and end, and the files it leaves.
/// </para>
/// <para>
/// Neither side trusts the other. The warden checks every field of a <see cref="CellPlan"/> against its own floors and ceilings; the
/// server bounds every frame of a cell. A plan names images by handle, never by path.
/// </para>
/// <para>The byte layouts are frozen by golden tests: a change of any of them needs a new <see cref="Number"/>.</para>
/// </summary>
public static class ProtocolVersion
{
    /// <summary>Sent in every control message; a warden refuses any other.</summary>
    public const byte Number = 4;
}
