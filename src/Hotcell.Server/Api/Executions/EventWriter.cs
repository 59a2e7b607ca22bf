using System.Buffers;
using System.Text;
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
    /// Pause between two outputs of one stream. What a program writes meanwhile comes as one event, so many small writes make a hundred events in a second; people see no
    /// difference. Outputs of streams that take turns are events of their own anyway.
    /// </summary>
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(10);

    /// <summary>In bytes: for each reader an event is made whole before it is sent.</summary>
    private const int LargestOutput = 64 * 1024;

    /// <summary>What is held for the last event, beside the bytes of the outputs: the streams apart, and their text in order as UTF-16.</summary>
    private const int FinishedFactor = 3;

    /// <summary>What is held of a test's outputs: each apart, and as texts in UTF-16.</summary>
    private const int TestFactor = 5;

    private readonly ExecutionRecorder _recorder = new(encoding) { Id = journal.Id };
    private readonly Dictionary<(Stage, OutputStream), Utf8Joints> _texts = [];
    private OutputStream? _lastStream;
    private StageResult? _compiled;
    private ProblemDetails? _fault;

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
                    if (events.Current is ExecutionEvent.Output output && IsSameStream(output.Stream))
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
        Add("failed", problem, ProblemJson.Styled.ProblemDetails);
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
                _recorder.Add(output);
                for (var rest = output.Bytes; !rest.IsEmpty; rest = rest[Math.Min(rest.Length, LargestOutput)..])
                {
                    WriteOutput(output.Stage, output.Stream, Text(output.Stage, output.Stream).Add(rest[..Math.Min(rest.Length, LargestOutput)]));
                }

                break;
            case ExecutionEvent.TestFinished test:
                Add("test", new TestEventDocument(test.Index, _recorder.Describe(test.Result)), EventJson.Styled.TestEventDocument, test.Result.Run?.OutputBytes ?? 0);
                break;
            case ExecutionEvent.Finished finished:
                WriteRests(Stage.Run);
                journal.Add("finished", FinishedFactor * finished.Result.OutputBytes, output => WriteResult(output, finished.Result));
                break;
        }
    }

    /// <summary>The document is many times as large as what it is made of: it is made anew for each reader, and not kept.</summary>
    private void WriteResult(IBufferWriter<byte> output, ExecutionResult result)
    {
        lock (_recorder)
        {
            _recorder.Finish(result).WriteJson(output);
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
            // The bytes are the log's own; their text is made when somebody reads it.
            journal.Add("output", bytes.Length, output => JsonStyle.Write(output, Document(stage, stream, bytes), EventJson.Styled.OutputDocument));
        }
    }

    private OutputDocument Document(Stage stage, OutputStream stream, ReadOnlyMemory<byte> bytes) => new(
        stage == Stage.Compile ? "compile" : "run",
        stream == OutputStream.Stdout ? "stdout" : "stderr",
        encoding == OutputEncoding.Utf8 ? Encoding.UTF8.GetString(bytes.Span) : Convert.ToBase64String(bytes.Span));

    private Utf8Joints Text(Stage stage, OutputStream stream)
    {
        if (!_texts.TryGetValue((stage, stream), out var text))
        {
            _texts[(stage, stream)] = text = new Utf8Joints(tears: encoding == OutputEncoding.Base64);
        }

        return text;
    }

    private void Add<T>(string name, T document, JsonTypeInfo<T> type, long bytes = 0) =>
        journal.Add(name, TestFactor * bytes, output => JsonStyle.Write(output, document, type));
}
