using System.Text.Json.Serialization.Metadata;
using Hotcell.Engine.Documents;
using Hotcell.Engine.Executions;
using Hotcell.Server.Api.Problems;

namespace Hotcell.Server.Api.Executions;

/// <summary>Writes the events of one execution into its journal, until the last.</summary>
/// <param name="cancelled">The result when its caller stops it, without what had been compiled by then.</param>
internal sealed class EventWriter(EventJournal journal, OutputEncoding encoding, Func<ExecutionResult> cancelled)
{
    /// <summary>
    /// Pause behind a small output, before the next of its stream. What a program writes meanwhile comes as one event, so many small writes make a hundred events in a second;
    /// people see no difference. Outputs of streams that take turns are events of their own anyway.
    /// </summary>
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(10);

    /// <summary>In bytes: who writes more than that within a pause does not write little by little.</summary>
    private const int SmallOutput = 16 * 1024;

    /// <summary>In bytes.</summary>
    private const int LargestOutput = 64 * 1024;

    private readonly Dictionary<(Stage, OutputStream), Utf8Joints> _texts = [];
    private OutputStream? _lastStream;
    private StageResult? _compiled;
    private ProblemDetails? _fault;

    /// <summary>Bytes of output in the journal.</summary>
    private long _told;

    /// <param name="events">At the first, which is there already.</param>
    public async Task WriteAllAsync(IAsyncEnumerator<ExecutionEvent> events, TimeProvider time)
    {
        await using (events)
        {
            try
            {
                do
                {
                    Write(events.Current);
                    if (events.Current is ExecutionEvent.Output output && IsSameStream(output.Stream) && output.Bytes.Length < SmallOutput)
                    {
                        await Task.Delay(s_pause, time, CancellationToken.None);
                    }
                }
                while (await events.MoveNextAsync());
            }
            catch (Exception stopped) when (stopped is OperationCanceledException or ProblemException && journal.IsCancelled)
            {
                Write(new ExecutionEvent.Finished(cancelled() with { Compile = _compiled }));
            }
            catch (ProblemException fault)
            {
                Fail(fault.Problem);
            }
            catch (OperationCanceledException)
            {
                // Nobody reads, or the server stops.
                Fail(ProblemDetails.Unavailable("The execution was stopped."));
            }
            finally
            {
                journal.Complete(_fault);
            }
        }
    }

    private void Fail(ProblemDetails problem)
    {
        _fault = problem;
        Add("failed", problem, ProblemJson.Styled.ProblemDetails, _told);
    }

    private bool IsSameStream(OutputStream stream)
    {
        var same = stream == _lastStream;
        _lastStream = stream;
        return same;
    }

    private void Write(ExecutionEvent happened)
    {
        switch (happened)
        {
            case ExecutionEvent.Queued:
                Add("queued", new QueuedDocument(journal.Id), EventJson.Styled.QueuedDocument);
                break;
            case ExecutionEvent.Compiling:
                journal.Phase = "compiling";
                Add("compiling", new NoDocument(), EventJson.Styled.NoDocument);
                break;
            case ExecutionEvent.Compiled compiled:
                _compiled = compiled.Result;
                WriteRests(Stage.Compile);
                Add("compiled", new CompiledDocument(compiled.Result.Verdict.ToString(), compiled.Result.ExitCode, compiled.Result.Cached), EventJson.Styled.CompiledDocument);
                break;
            case ExecutionEvent.Started:
                journal.Phase = "running";
                Add("started", new NoDocument(), EventJson.Styled.NoDocument);
                break;
            case ExecutionEvent.Output output:
                for (var rest = output.Bytes; !rest.IsEmpty; rest = rest[Math.Min(rest.Length, LargestOutput)..])
                {
                    var (joint, whole) = Text(output.Stage, output.Stream).Add(rest[..Math.Min(rest.Length, LargestOutput)]);
                    WriteOutput(output.Stage, output.Stream, joint);
                    WriteOutput(output.Stage, output.Stream, whole);
                }

                break;
            case ExecutionEvent.TestFinished test:
                Add("test", new TestEventDocument(test.Index, TestDocument.Of(test.Result, encoding)), EventJson.Styled.TestEventDocument);
                break;
            case ExecutionEvent.Finished finished:
                WriteRests(Stage.Run);
                var document = ExecutionDocument.Of(finished.Result, encoding, journal.Id);
                journal.Add("finished", finished.Result.Held, document.WriteJson);
                break;
        }
    }

    /// <summary>What no further byte has made a character.</summary>
    private void WriteRests(Stage stage)
    {
        foreach (var stream in Enum.GetValues<OutputStream>())
        {
            WriteOutput(stage, stream, Text(stage, stream).Rest);
        }
    }

    private void WriteOutput(Stage stage, OutputStream stream, ReadOnlyMemory<byte> bytes)
    {
        if (!bytes.IsEmpty)
        {
            // The bytes are the stage's own, which the result counts; their text is made when somebody reads it.
            _told += bytes.Length;
            Add("output", Document(stage, stream, bytes), EventJson.Styled.OutputDocument);
        }
    }

    private OutputDocument Document(Stage stage, OutputStream stream, ReadOnlyMemory<byte> bytes) => new(
        stage == Stage.Compile ? "compile" : "run",
        stream == OutputStream.Stdout ? "stdout" : "stderr",
        OutputText.Of(bytes, encoding));

    private Utf8Joints Text(Stage stage, OutputStream stream)
    {
        if (!_texts.TryGetValue((stage, stream), out var text))
        {
            _texts[(stage, stream)] = text = new Utf8Joints(tears: encoding == OutputEncoding.Base64);
        }

        return text;
    }

    private void Add<T>(string name, T document, JsonTypeInfo<T> type, long bytes = 0) =>
        journal.Add(name, bytes, output => JsonStyle.Write(output, document, type));
}
