using System.Net;
using Hotcell.Server.Http;
using Hotcell.Server.SocketIo;
using Hotcell.Server.SocketIo.EngineIo;
using Hotcell.Unit.Engine;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging.Abstractions;

namespace Hotcell.Unit.Server.SocketIo;

public sealed class SocketConnectionTests
{
    [Fact]
    public async Task Empty_attachments_cost_memory_too()
    {
        var budget = new BodyBudget(270, new ManualTime());
        var server = new SocketIoServer(new SocketIoOptions(), budget, new ManualTime(), NullLogger<SocketIoServer>.Instance);
        SocketConnection? connection = null;
        server.Sessions.TryOpen("x", polls: true, session => connection = new SocketConnection(server, session, new SocketHandshake(IPAddress.Loopback, new HeaderDictionary())));
        await connection!.ReceiveAsync(EnginePacket.Text("516-[\"message\"]"u8.ToArray()));
        await connection.ReceiveAsync(EnginePacket.Binary(default));
        await connection.ReceiveAsync(EnginePacket.Binary(default));
        using var other = budget.Open();
        Assert.False(other.TryTake(100));
        await Assert.ThrowsAsync<ProtocolException>(() => connection.ReceiveAsync(EnginePacket.Binary(default)));

        connection.Closed("over");
        Assert.True(other.TryTake(270));
    }
}
