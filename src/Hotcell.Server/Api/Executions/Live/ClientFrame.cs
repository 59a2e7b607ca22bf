using Hotcell.Engine.Documents;
using Hotcell.Engine.Executions;

namespace Hotcell.Server.Api.Executions.Live;

/// <summary>What a client says as text. What it sends as binary is standard input.</summary>
internal abstract record ClientFrame
{
    private ClientFrame()
    {
    }

    /// <summary>Before all others, from clients that cannot send headers.</summary>
    public sealed record Auth(string Key) : ClientFrame;

    /// <summary>The program to run.</summary>
    public sealed record Start(DialectRequest Request, Interaction Interaction, OutputEncoding Encoding) : ClientFrame;

    /// <summary>Instead of a start: the connection is for a program that runs, or has just ended.</summary>
    /// <param name="Since">Bytes of output that the client has.</param>
    public sealed record Resume(string Id, long Since) : ClientFrame;

    /// <summary>The client has taken output, and is from now on sent as much as it says so of.</summary>
    /// <param name="Offset">Bytes of output before the first that it has not taken.</param>
    public sealed record Ack(long Offset) : ClientFrame;

    /// <summary>Standard input has ended.</summary>
    public sealed record Eof : ClientFrame;

    /// <summary>The program's terminal has another size.</summary>
    public sealed record Resize(TerminalSize Size) : ClientFrame;

    public sealed record Signal(ProgramSignal Number) : ClientFrame;

    /// <summary>The signal that no program misses.</summary>
    public sealed record Kill : ClientFrame;
}
