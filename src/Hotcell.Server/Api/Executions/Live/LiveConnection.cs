using System.Net.WebSockets;
using Hotcell.Engine.Executions;
using Hotcell.Server.Api.Problems;
using Hotcell.Server.Auth;
using Hotcell.Server.Http;

namespace Hotcell.Server.Api.Executions.Live;

/// <summary>
/// One connection: who it is, which program it is for, and then both directions at once, until one side closes it. What a client does wrong ends the
/// connection, with an <c>error</c> that names all of it; the program goes on for the grace, as after a lost connection.
/// </summary>
/// <param name="admitted">What runs its programs, where its request was let in already; null: its key is still to come.</param>
/// <param name="admit">Lets it in, with the key that it has sent or with none.</param>
/// <param name="ranges">Of the limits of interactive programs.</param>
/// <param name="mostFirst">Bytes of the frame that has the program.</param>
internal sealed class LiveConnection(
    FrameSocket socket, LivePrograms programs, CallerExecutions? admitted, Func<string?, CallerExecutions> admit, RunLimits ranges, int mostFirst, TimeProvider time)
{
    /// <summary>Before anybody knows who it is, in bytes.</summary>
    private const int MostUnknown = 4096;

    /// <summary>What a program takes at once, in bytes.</summary>
    private const int MostInput = Interaction.InputRoom;

    private static readonly TimeSpan s_firstFrame = TimeSpan.FromSeconds(30);

    public async Task RunAsync()
    {
        Talk? begun = null;
        var (writing, left) = (Task.CompletedTask, false);
        try
        {
            begun = await BeginAsync();
            if (begun is { } talk)
            {
                await using var givenUp = talk.Program.GivenUp.Register(socket.Abort);
                if (talk.Resumed is { } resumed)
                {
                    await socket.TrySendAsync(resumed.ToJson(), isBinary: false);
                }

                writing = WriteAllAsync(talk.Program, talk.Reader);
                await ReadAllAsync(talk.Program, talk.Reader);
            }

            left = socket.ClosedWith is not (null or LiveCloses.BackSoon);
            await socket.CloseAsync(LiveCloses.Finished);
        }
        catch (LiveCloseException wrong)
        {
            await RefuseAsync(wrong, begun?.Program);
        }
        catch (Exception lost) when (IsLoss(lost))
        {
            // The client may come back.
        }
        finally
        {
            begun?.Program.Detach(begun.Reader, left);
            socket.Abort();
            await writing;
        }
    }

    private static bool IsLoss(Exception error) => error is OperationCanceledException or WebSocketException or ObjectDisposedException;

    /// <summary>Null when the client leaves before it has begun.</summary>
    private async Task<Talk?> BeginAsync()
    {
        await using var late = time.CreateTimer(_ => _ = CloseLateAsync(), null, s_firstFrame, Timeout.InfiniteTimeSpan);
        var frame = await ReadFirstAsync(admitted is null ? MostUnknown : mostFirst);
        if (frame is ClientFrame.Auth auth)
        {
            admitted ??= Try(() => admit(auth.Key));
            frame = await ReadFirstAsync(mostFirst);
        }

        if (frame is null)
        {
            return null;
        }

        var executions = admitted ?? Try(() => admit(null));
        return frame switch
        {
            ClientFrame.Start start => Start(start, executions),
            ClientFrame.Resume resume => Resume(resume, executions.CallerId),
            _ => throw Misplaced("must be start or resume, in the first frame"),
        };
    }

    private Talk Start(ClientFrame.Start start, CallerExecutions executions)
    {
        var (program, reader) = programs.Start(start, executions, executions.CallerId);
        return new Talk(program, reader, null);
    }

    private Talk Resume(ClientFrame.Resume resume, string owner)
    {
        var program = programs.Find(resume.Id, owner) ?? throw NotKept();
        var (reader, offset, stdin) = program.Attach(resume.Since)
            ?? throw (program.IsForgotten ? NotKept() : Wrong(new FieldError("since", "must not be more than there has been of output")));
        return new Talk(program, reader, new ServerFrame("resumed")
        {
            Id = program.Id,
            State = program.State,
            Offset = offset,
            Lost = offset - resume.Since,
            Stdin = stdin,
        });
    }

    private async Task<ClientFrame?> ReadFirstAsync(int most)
    {
        try
        {
            using var message = await socket.ReceiveAsync(most);
            return message switch
            {
                null => null,
                { Type: WebSocketMessageType.Text } => Read(message.Bytes),
                _ => throw new LiveCloseException(ProblemDetails.Plain(StatusCodes.Status415UnsupportedMediaType, "The first frame must be text."), LiveCloses.NotText),
            };
        }
        catch (MessageRefusedException refused) when (most == MostUnknown && refused.IsTooLarge)
        {
            throw new LiveCloseException(ProblemDetails.Unauthorized("Send an API key: as a header, or in a frame of the type auth before all others."));
        }
        catch (MessageRefusedException refused)
        {
            throw Refused(refused, most);
        }
    }

    private async Task ReadAllAsync(LiveProgram program, int reader)
    {
        try
        {
            while (await socket.ReceiveAsync(MostInput) is { } message)
            {
                using var held = message;
                await using var revoked = message.Lease.Revoked.Register(socket.Abort);

                // What comes from a connection that another has taken the place of is nobody's.
                if (program.Window.IsCurrent(reader))
                {
                    await HandleAsync(program, reader, message.Type, message.Bytes);
                }
            }
        }
        catch (MessageRefusedException refused)
        {
            throw Refused(refused, MostInput);
        }
    }

    private async ValueTask HandleAsync(LiveProgram program, int reader, WebSocketMessageType type, ReadOnlyMemory<byte> bytes)
    {
        var outcome = InputOutcome.Taken;
        switch (type == WebSocketMessageType.Binary ? null : Read(bytes))
        {
            case null:
                outcome = program.Write(reader, bytes.Span);
                break;
            case ClientFrame.Ack ack when program.Window.Ack(reader, ack.Offset):
                break;
            case ClientFrame.Ack:
                throw Wrong(new FieldError("offset", "must not be less than before, and not more than was sent of output"));
            case ClientFrame.Eof:
                program.CloseInput();
                break;
            case ClientFrame.Resize resize when program.Resize(resize.Size):
                break;
            case ClientFrame.Resize:
                throw Misplaced("must not be resize: the program has no terminal, and so no size");
            case ClientFrame.Signal signal:
                outcome = program.Send(signal.Number);
                break;
            case ClientFrame.Kill:
                program.Kill();
                break;
            default:
                throw Misplaced("must be ack, eof, resize or signal, once the program is there");
        }

        if (outcome != InputOutcome.Taken && !program.IsOver)
        {
            var detail = outcome == InputOutcome.Full
                ? "The program has not read what it was sent before: this is dropped."
                : "The program's input has ended: this is dropped.";
            await socket.TrySendAsync(new ServerFrame("error") { Problem = ProblemDetails.Plain(StatusCodes.Status409Conflict, detail), Stdin = program.Stdin }.ToJson(), isBinary: false);
        }
    }

    private async Task WriteAllAsync(LiveProgram program, int reader)
    {
        try
        {
            while (program.Window.Take(reader) is var (next, news) && (next is not null || news is not null))
            {
                if (next is not { } message)
                {
                    await news!.WaitAsync(socket.Aborted);
                }
                else if (!await socket.TrySendAsync(message.Bytes, message.IsBinary))
                {
                    return;
                }
            }

            await socket.CloseAsync(program.Window.EndOf(reader));
        }
        catch (Exception lost) when (IsLoss(lost))
        {
            socket.Abort();
        }
    }

    private async Task RefuseAsync(LiveCloseException wrong, LiveProgram? program)
    {
        try
        {
            await socket.TrySendAsync(new ServerFrame("error") { Problem = wrong.Problem, Stdin = program?.Stdin }.ToJson(), isBinary: false);
            await socket.CloseAsync(wrong.Close);
            await socket.DiscardAsync();
        }
        catch (Exception lost) when (IsLoss(lost))
        {
            // It does not want to know.
        }
    }

    private async Task CloseLateAsync()
    {
        try
        {
            await socket.CloseAsync(LiveCloses.NoFrame);
        }
        catch (Exception lost) when (IsLoss(lost))
        {
            // It is gone anyway.
        }
    }

    private ClientFrame Read(ReadOnlyMemory<byte> text) => Try(() => ClientFrameReader.Read(text, ranges));

    private static T Try<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (RejectedException wrong)
        {
            throw new LiveCloseException(ProblemDetails.Of(wrong));
        }
        catch (ProblemException refused)
        {
            throw new LiveCloseException(refused.Problem);
        }
    }

    private static LiveCloseException NotKept() =>
        new(ProblemDetails.Plain(StatusCodes.Status404NotFound, "There is no such execution, or it is not kept any more."));

    private static LiveCloseException Misplaced(string message) => Wrong(new FieldError("type", message));

    private static LiveCloseException Wrong(FieldError error) => new(ProblemDetails.Invalid("The frame cannot be taken.", [error]));

    private static LiveCloseException Refused(MessageRefusedException refused, int most) => new(refused.IsTooLarge
        ? ProblemDetails.Plain(StatusCodes.Status413PayloadTooLarge, $"At most {most} bytes are taken in this message.")
        : ProblemDetails.Busy("The server holds as many messages as it may.", TimeSpan.FromSeconds(1)));

    /// <summary>The program that a connection is for, which waits for somebody to come back from when the connection ends, however it does.</summary>
    /// <param name="Resumed">What a client is told that has come back.</param>
    private sealed record Talk(LiveProgram Program, int Reader, ServerFrame? Resumed);
}
