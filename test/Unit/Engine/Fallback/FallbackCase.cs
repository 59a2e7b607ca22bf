using System.Runtime.CompilerServices;
using System.Text;
using Hotcell.Engine;
using Hotcell.Engine.Executions;
using Hotcell.Engine.Fallback;
using Hotcell.Engine.Languages;
using Hotcell.Kit;
using Microsoft.Extensions.Logging.Abstractions;

namespace Hotcell.Unit.Engine.Fallback;

/// <summary>An engine that cannot run anything itself, with a Judge0 server behind it.</summary>
internal sealed class FallbackCase : IAsyncDisposable
{
    private readonly Judge0Runner _runner;
    private bool _closing;

    public FallbackCase(Judge0Stub? judge0 = null, Func<Judge0Options, Judge0Options>? with = null)
    {
        Judge0 = judge0 ?? new Judge0Stub();
        var options = new Judge0Options(Judge0.Url, Judge0.Key);
        var engine = new EngineOptions { WardenSocket = "x", LanguagesDirectory = "x" };
        var languages = new LanguageCatalog([TestLanguages.Python, TestLanguages.C, TestLanguages.Java]);
        _runner = new Judge0Runner(with?.Invoke(options) ?? options, engine, languages, TimeProvider.System, CancellationToken.None);
    }

    public static RejectedException NoWarden { get; } = new(RejectionKind.Unavailable, "There is no warden.");

    public static RejectedException NotInstalled { get; } =
        new(RejectionKind.Invalid, "The request is invalid.", [new FieldError("language", "python is not installed on this server") { IsNotInstalled = true }]);

    public Judge0Stub Judge0 { get; }

    /// <summary>What happens here: its events, then this.</summary>
    public RejectedException? Rejection { get; set; } = NoWarden;

    public IReadOnlyList<ExecutionEvent> Here { get; set; } = [];

    public void Close() => _closing = true;

    public async Task<List<ExecutionEvent>> EventsOfAsync(ExecutionRequest request, CancellationToken cancellation = default)
    {
        var told = new List<ExecutionEvent>();
        await foreach (var one in Executions.RunAsync(request, cancellation))
        {
            told.Add(one);
        }

        return told;
    }

    public FallbackExecutions Executions => new(new Local(this), _runner, () => _closing, NullLogger.Instance);

    public async Task<ExecutionResult> RunAsync(ExecutionRequest? request = null) =>
        Assert.IsType<ExecutionEvent.Finished>((await EventsOfAsync(request ?? Request())).Last()).Result;

    /// <summary>What the caller is told when nothing ran.</summary>
    public async Task<RejectedException> RejectAsync(ExecutionRequest? request = null) => await Assert.ThrowsAsync<RejectedException>(() => EventsOfAsync(request ?? Request()));

    public static ExecutionRequest Request(string language = "python") => new()
    {
        Language = language,
        Files = [new SourceFile(null, "print('ü')"u8.ToArray())],
        Stdin = "in\n"u8.ToArray(),
    };

    public static string Text(ReadOnlyMemory<byte> bytes) => Encoding.Latin1.GetString(bytes.Span);

    public async ValueTask DisposeAsync()
    {
        _runner.Dispose();
        await Judge0.DisposeAsync();
    }

    private sealed class Local(FallbackCase all) : IExecutionService
    {
        public IReadOnlyList<FieldError> Validate(ExecutionRequest request) => all.Rejection?.Errors ?? [];

        public async IAsyncEnumerable<ExecutionEvent> RunAsync(ExecutionRequest request, [EnumeratorCancellation] CancellationToken cancellation = default)
        {
            await Task.Yield();
            foreach (var one in all.Here)
            {
                yield return one;
            }

            if (all.Rejection is not null)
            {
                throw all.Rejection;
            }
        }
    }
}
