namespace Hotcell.Server.SocketIo.EngineIo;

/// <summary>In the order of their numbers on the wire.</summary>
internal enum EnginePacketType : byte
{
    Open,
    Close,
    Ping,
    Pong,
    Message,
    Upgrade,
    Noop,
}

/// <summary>One packet of Engine.IO 4.</summary>
/// <param name="Data">UTF-8 without the type's digit, or the bytes of a binary message.</param>
/// <param name="IsBinary">Only messages are.</param>
internal readonly record struct EnginePacket(EnginePacketType Type, ReadOnlyMemory<byte> Data = default, bool IsBinary = false)
{
    /// <summary>What a packet costs in memory beside its bytes.</summary>
    private const int Overhead = 64;

    public int Size => Data.Length + Overhead;

    public static EnginePacket Text(ReadOnlyMemory<byte> message) => new(EnginePacketType.Message, message);

    public static EnginePacket Binary(ReadOnlyMemory<byte> message) => new(EnginePacketType.Message, message, IsBinary: true);
}

/// <summary>A client has broken the protocol, or a bound: its connection ends, with the message as the reason that it is told.</summary>
internal sealed class ProtocolException(string message) : Exception(message);
