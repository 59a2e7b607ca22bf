namespace Hotcell.Server.SocketIo.EngineIo;

/// <summary>What is spoken above the packets of one session.</summary>
internal interface IEngineHandler
{
    /// <summary>Takes one message. The next one is read when it returns, so a client cannot send faster than it is served.</summary>
    /// <exception cref="ProtocolException">Ends the session.</exception>
    Task ReceiveAsync(EnginePacket message);

    /// <summary>The session is over. Called once, while a message may still be being taken.</summary>
    void Closed(string reason);
}
