using System.Runtime.CompilerServices;
using System.Text;
using Hotcell.Engine.Judging;

namespace Hotcell.Engine.Executions;

/// <summary>
/// Executions whose outputs are told without control characters and escape sequences, where that is wanted. What is judged, and what limits count, is what the
/// program has written.
/// </summary>
/// <param name="usual">For requests that do not say.</param>
internal sealed class PlainOutputs(IExecutionService executions, bool usual) : IExecutionService
{
    public IReadOnlyList<FieldError> Validate(ExecutionRequest request) => executions.Validate(request);

    public IAsyncEnumerable<ExecutionEvent> RunAsync(ExecutionRequest request, CancellationToken cancellation = default)
    {
        var events = executions.RunAsync(request, cancellation);

        // A terminal without escape sequences is none: its reader is one that understands them.
        var plain = request.PlainOutput ?? (usual && request.Interaction?.Terminal is null);
        return plain ? FilterAsync(events, keeps: request.Interaction is null, cancellation) : events;
    }

    /// <param name="keeps">Whether the program's output is kept for its result.</param>
    private static async IAsyncEnumerable<ExecutionEvent> FilterAsync(IAsyncEnumerable<ExecutionEvent> events, bool keeps, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var (compile, run) = (new PlainStage(Stage.Compile, keeps: true), new PlainStage(Stage.Run, keeps));
        await foreach (var happened in events.WithCancellation(cancellation))
        {
            var stage = happened is ExecutionEvent.Output { Stage: Stage.Run } or ExecutionEvent.Finished ? run : compile;
            if (happened is ExecutionEvent.Compiled or ExecutionEvent.Finished)
            {
                foreach (var rest in stage.Complete())
                {
                    yield return rest;
                }
            }

            switch (happened)
            {
                case ExecutionEvent.Output output when stage.Add(output) is { Bytes.IsEmpty: false } plain:
                    yield return plain;
                    break;
                case ExecutionEvent.Output:
                    break;
                case ExecutionEvent.Compiled compiled:
                    yield return new ExecutionEvent.Compiled(compile.Plain(compiled.Result));
                    break;
                case ExecutionEvent.TestFinished test:
                    yield return test with { Result = Plain(test.Result) };
                    break;
                case ExecutionEvent.Finished { Result: var result }:
                    yield return new ExecutionEvent.Finished(result with
                    {
                        Compile = result.Compile is { } compiling ? compile.Plain(compiling) : null,
                        Run = result.Run is { } running ? run.Plain(running) : null,
                        Judgement = result.Judgement is { } judged ? new Judgement([.. judged.Tests.Select(Plain)]) : null,
                    });
                    break;
                default:
                    yield return happened;
                    break;
            }
        }
    }

    private static TestResult Plain(TestResult test) => test with
    {
        Message = test.Message is { } message ? Encoding.UTF8.GetString(Plain(Encoding.UTF8.GetBytes(message)).Span) : null,
        Run = test.Run is { } run ? run with { Output = Plain(run.Output) } : null,
    };

    private static StageOutput Plain(StageOutput output)
    {
        var stage = new PlainStage(Stage.Run, keeps: false);
        var plain = output.Select((stream, bytes) => stage.Filter(stream, bytes));
        foreach (var (stream, rest) in stage.Rests())
        {
            plain.Append(stream, rest.Span);
        }

        return plain;
    }

    private static ReadOnlyMemory<byte> Plain(ReadOnlyMemory<byte> output)
    {
        var filter = new ControlCodeFilter();
        var text = filter.Add(output.Span);
        return filter.Finish() is { IsEmpty: false } rest ? (byte[])[.. text.Span, .. rest.Span] : text;
    }

    /// <summary>What one stage has written so far, without control codes. Each stream is filtered by itself, so the other cannot tear its sequences.</summary>
    private sealed class PlainStage(Stage stage, bool keeps)
    {
        private readonly StageOutput _written = new();
        private readonly ControlCodeFilter[] _filters = [new(), new()];

        public ExecutionEvent.Output Add(ExecutionEvent.Output output)
        {
            var text = Filter(output.Stream, output.Bytes);
            Keep(output.Stream, text);
            return output with { Bytes = text };
        }

        /// <summary>What was held back.</summary>
        public IEnumerable<ExecutionEvent.Output> Complete()
        {
            foreach (var (stream, rest) in Rests())
            {
                Keep(stream, rest);
                yield return new ExecutionEvent.Output(stage, stream, rest);
            }
        }

        public StageResult Plain(StageResult result) => result with { Output = _written };

        public ReadOnlyMemory<byte> Filter(OutputStream stream, ReadOnlyMemory<byte> bytes) => _filters[(int)stream].Add(bytes.Span);

        public IEnumerable<(OutputStream Stream, ReadOnlyMemory<byte> Bytes)> Rests() =>
            from stream in Enum.GetValues<OutputStream>()
            let rest = _filters[(int)stream].Finish()
            where !rest.IsEmpty
            select (stream, rest);

        private void Keep(OutputStream stream, ReadOnlyMemory<byte> text)
        {
            if (keeps)
            {
                _written.Append(stream, text.Span);
            }
        }
    }
}
