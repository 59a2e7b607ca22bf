using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using Hotcell.Engine.Cells;
using Hotcell.Linux.Abi;
using Hotcell.Protocol;

namespace Hotcell.Engine.Executions;

/// <summary>What became of input for a program.</summary>
public enum InputOutcome
{
    /// <summary>It is on its way to the program.</summary>
    Taken,

    /// <summary>Nothing of it was taken: the program has not read what came before.</summary>
    Full,

    /// <summary>Nothing of it was taken: its end was told, or the execution is over.</summary>
    Closed,
}

/// <summary>Signals that whoever talks to a program may send it. To kill it there is <see cref="Interaction.Stop"/>.</summary>
public enum ProgramSignal
{
    /// <summary>What Ctrl-C sends.</summary>
    Interrupt = Signals.SIGINT,
    Terminate = Signals.SIGTERM,
}

/// <summary>
/// The side of an interactive execution that stays open while it runs: input, its end, signals, and a way to stop the program. Made by whoever makes the request, for
/// one request; safe from any thread. What the program has not read waits here, and is bounded.
/// </summary>
/// <param name="terminal">The program's stdio is a terminal of its own, which has this size at first and shows all in one stream, stdout; null: it has three pipes.</param>
[SuppressMessage("Design", "CA1001", Justification = "Without a timer or a wait handle the source holds nothing.")]
public sealed class Interaction(TerminalSize? terminal = null)
{
    /// <summary>Bytes that may wait for the program, with what they cost, beside what is in its pipe. When nothing waits, one input may be as large.</summary>
    public const int InputRoom = 256 * 1024;

    /// <summary>What one message costs beside its bytes.</summary>
    private const int Overhead = 64;

    private readonly Lock _gate = new();
    private readonly Queue<CellMessage> _messages = new();
    private readonly CancellationTokenSource _ended = new();
    private readonly CancellationTokenSource _over = new();
    private TaskCompletionSource _news = New();
    private int _waiting;
    private bool _inputEnded;
    private bool _closed;
    private TerminalSize? _size;
    private Verdict? _verdict;
    private int _activity;

    public TerminalSize? Terminal => terminal;

    /// <summary>Gives the program input, all of it or nothing. It is copied: what it is a part of may be much larger.</summary>
    public InputOutcome Write(ReadOnlySpan<byte> bytes) => Tell(CellMessage.Stdin(bytes.ToArray()));

    /// <summary>
    /// Sends the program a signal, behind all input that came before: one whose standard input is full gets it when it has read. What must reach it for
    /// certain is <see cref="Stop"/>.
    /// </summary>
    public InputOutcome Send(ProgramSignal signal) => Tell(CellMessage.Signal((int)signal));

    /// <summary>The program reads the end of its input when it has read all that came before; at a terminal, Ctrl-D is typed behind it.</summary>
    public void CloseInput()
    {
        lock (_gate)
        {
            if (!_inputEnded)
            {
                _inputEnded = true;
                Add(CellMessage.StdinEnd);
            }
        }
    }

    /// <summary>The program is over, and nothing more reaches it.</summary>
    internal void Close()
    {
        lock (_gate)
        {
            _inputEnded = _closed = true;
            _messages.Clear();
            _news.TrySetResult();
        }

        _ = _over.CancelAsync();
    }

    /// <summary>
    /// Gives the program's terminal another size, of which the program is told when it has taken all input that is on its way to it; of sizes that wait, only the last counts. False
    /// where there is no terminal.
    /// </summary>
    /// <param name="size">That <see cref="TerminalSize.Check"/> accepts.</param>
    public bool Resize(TerminalSize size)
    {
        if (terminal is null)
        {
            return false;
        }

        Touch();
        lock (_gate)
        {
            _size = size;
            _news.TrySetResult();
            return true;
        }
    }

    /// <summary>Ends the program: its verdict is <see cref="Verdict.Cancelled"/>, unless it has ended before.</summary>
    public void Stop() => End(Verdict.Cancelled);

    /// <summary>The program is over. Of what it wrote a bounded rest may be still to come.</summary>
    public CancellationToken Over => _over.Token;

    /// <summary>Somebody wants the program to end.</summary>
    internal CancellationToken Ended => _ended.Token;

    /// <summary>Why; null when nobody does.</summary>
    internal Verdict? EndVerdict
    {
        get
        {
            lock (_gate)
            {
                return _verdict;
            }
        }
    }

    /// <summary>Something was read or written.</summary>
    internal void Touch() => Interlocked.Increment(ref _activity);

    /// <summary>Until it is disposed, ends the program with <see cref="Verdict.TimeLimit"/> when nothing is read or written for <paramref name="idle"/>, or a little longer.</summary>
    internal IDisposable Watch(TimeSpan idle, TimeProvider time)
    {
        // Four looks at the clock are cheaper than one for each byte.
        const int Looks = 4;
        var (seen, quiet) = (Volatile.Read(ref _activity), 0);
        return time.CreateTimer(Look, null, idle / Looks, idle / Looks);

        void Look(object? state)
        {
            var now = Volatile.Read(ref _activity);
            quiet = now == seen ? quiet + 1 : 0;
            seen = now;
            if (quiet >= Looks)
            {
                End(Verdict.TimeLimit);
            }
        }
    }

    /// <summary>What the program is told, as it comes; some of it also behind the end of the input.</summary>
    internal async IAsyncEnumerable<CellMessage> ReadAsync([EnumeratorCancellation] CancellationToken cancellation = default)
    {
        while (true)
        {
            var (message, news) = Next();
            if (message is { } some)
            {
                yield return some;
                lock (_gate)
                {
                    // Only now has it left: until then it is held here and in the writer, once.
                    _waiting -= CostOf(some);
                }
            }
            else if (news is not null)
            {
                await news.WaitAsync(cancellation);
            }
            else
            {
                yield break;
            }
        }
    }

    private InputOutcome Tell(CellMessage message)
    {
        Touch();
        lock (_gate)
        {
            if (_closed || (_inputEnded && message.Kind == FrameKind.Stdin))
            {
                return InputOutcome.Closed;
            }

            if (CostOf(message) > InputRoom + Overhead - _waiting)
            {
                return InputOutcome.Full;
            }

            Add(message);
            return InputOutcome.Taken;
        }
    }

    /// <summary>With the gate held.</summary>
    private void Add(CellMessage message)
    {
        _waiting += CostOf(message);
        _messages.Enqueue(message);
        _news.TrySetResult();
    }

    private (CellMessage? Message, Task? News) Next()
    {
        lock (_gate)
        {
            if (_size is { } size)
            {
                _size = null;
                return (CellMessage.Resize(size), null);
            }

            if (_messages.TryDequeue(out var message))
            {
                return (message, null);
            }

            if (_closed)
            {
                return default;
            }

            _news = _news.Task.IsCompleted ? New() : _news;
            return (null, _news.Task);
        }
    }

    /// <summary>Of sizes one waits at most.</summary>
    private static int CostOf(CellMessage message) => message.Kind == FrameKind.Resize ? 0 : message.Payload.Length + Overhead;

    private void End(Verdict verdict)
    {
        lock (_gate)
        {
            _verdict ??= verdict;
        }

        _ = _ended.CancelAsync();
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
