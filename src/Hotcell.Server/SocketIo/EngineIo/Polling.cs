using Hotcell.Server.Api.Problems;
using Hotcell.Server.Http;

namespace Hotcell.Server.SocketIo.EngineIo;

/// <summary>Carries a session by HTTP long-polling: one GET at a time waits for packets, one POST at a time brings some.</summary>
internal static class Polling
{
    private const string Text = "text/plain; charset=UTF-8";

    public static async Task PollAsync(HttpContext context, EngineSession session)
    {
        if (session.BeginPoll(context.RequestAborted) is not { } waiting)
        {
            await RefuseAsync(context, session, "a poll while another waits, or after an upgrade");
            return;
        }

        try
        {
            await AnswerAsync(context, session, PacketCodec.EncodeMany(await TakeAsync(session, waiting.Token)));
        }
        catch (Exception error) when (error is OperationCanceledException or IOException)
        {
            // What was taken may be lost, so the session is, too.
            session.Abort("a poll was cancelled");
            context.Abort();
        }
        finally
        {
            session.EndPoll();
        }
    }

    public static async Task PostAsync(HttpContext context, EngineSession session, BodyBudget budget)
    {
        if (!session.TryBeginPost())
        {
            await RefuseAsync(context, session, "a request with packets while another comes, or after an upgrade");
            return;
        }

        try
        {
            using var lease = budget.Open();
            foreach (var packet in PacketCodec.DecodeMany(await RequestBody.ReadBytesAsync(context, lease, session.Options.MaxPayload)))
            {
                await session.ReceiveAsync(packet);
            }

            await AnswerAsync(context, session, "ok"u8.ToArray());
        }
        catch (Exception) when (context.RequestAborted.IsCancellationRequested)
        {
            session.Abort("a request with packets broke off");
            context.Abort();
        }
        catch (ProtocolException wrong)
        {
            session.Close(wrong.Message);
            await EngineEndpoint.RefuseAsync(context, EngineEndpoint.BadRequest(wrong.Message));
        }
        catch (ProblemException wrong)
        {
            session.Close(wrong.Message);
            throw;
        }
        finally
        {
            session.EndPost();
        }
    }

    private static async Task<IReadOnlyList<EnginePacket>> TakeAsync(EngineSession session, CancellationToken waiting)
    {
        try
        {
            return session.IsProbing ? [new EnginePacket(EnginePacketType.Noop)] : await session.Outbox.TakeAsync(waiting);
        }
        catch (OperationCanceledException) when (session.IsProbing)
        {
            return [new EnginePacket(EnginePacketType.Noop)];
        }
    }

    private static async Task AnswerAsync(HttpContext context, EngineSession session, ReadOnlyMemory<byte> body)
    {
        context.Response.ContentType = Text;
        context.Response.ContentLength = body.Length;
        context.Response.Headers.CacheControl = "no-store";
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, session.Aborted);
        await context.Response.Body.WriteAsync(body, stop.Token);
    }

    /// <summary>What a client that keeps the order of its packets never does; the session ends. After an upgrade it is only this request that is wrong.</summary>
    private static Task RefuseAsync(HttpContext context, EngineSession session, string reason)
    {
        if (!session.IsUpgraded)
        {
            session.Close(reason);
        }

        return EngineEndpoint.RefuseAsync(context, EngineEndpoint.BadRequest(reason));
    }
}
