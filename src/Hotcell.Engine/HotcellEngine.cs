using Hotcell.Engine.Cells;
using Hotcell.Engine.Executions;
using Hotcell.Engine.Fallback;
using Hotcell.Engine.Images;
using Hotcell.Engine.Judging;
using Hotcell.Engine.Languages;
using Hotcell.Engine.Policy;
using Hotcell.Protocol;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Hotcell.Engine;

/// <summary>
/// Runs untrusted programs in cells. One object owns it all: warden connection, languages, images, queue and pipeline.
/// Life: <see cref="Create"/>, <see cref="StartAsync"/>, <see cref="Executions"/> from any thread, <see cref="DrainAsync"/>, dispose.
/// </summary>
public sealed class HotcellEngine : IAsyncDisposable
{
    private static readonly TimeSpan PageCacheInterval = TimeSpan.FromMinutes(5);

    private readonly CancellationTokenSource _stop = new();
    private readonly ImageCatalog _images;
    private readonly ExecutionQueue _queue;
    private readonly InteractivePlaces _interactive;
    private readonly WardenClient _warden;
    private readonly CellPool _pool;
    private readonly VersionProbe _versions;
    private readonly DyingGroupsWatch _dying;
    private readonly PageCache _pageCache;
    private readonly CompileCache _compiled;
    private readonly Judge0Runner? _fallback;
    private int _disposed;

    private HotcellEngine(EngineOptions options, LanguageCatalog languages, CodePolicy? policy, ILoggerFactory loggers, TimeProvider time)
    {
        Options = options;
        Languages = languages;
        _images = new ImageCatalog(options.Images);
        _queue = new ExecutionQueue(options.MaxRunning, options.MaxQueued, options.MaxQueuedBytes, time);
        _interactive = new InteractivePlaces(options, time);
        _warden = new WardenClient(options.WardenSocket, options.Images.Count, time, loggers.CreateLogger<WardenClient>());
        var validator = new RequestValidator(options, languages, _images, policy);
        _pool = new CellPool(new PoolLimits(options.ReadyCells, options.ReadyMemory, options.ReadyTime / 2), time, loggers.CreateLogger<CellPool>());
        var stages = new StageRunner(_pool, options.BackstopGrace, time);
        _versions = new VersionProbe(_warden, stages, options.Run.Defaults, options.WardenPatience, _stop.Token);
        _dying = new DyingGroupsWatch(time);
        _pageCache = new PageCache(options.MaxPageCache, PageCacheInterval, time, loggers.CreateLogger<PageCache>());
        _compiled = new CompileCache(options.CompileCache);
        var compiler = new Compiler(stages, _compiled);
        var judge = new Judge(compiler, stages, new TestLanes(options.TestLanes, () => _queue.Now.Queued > 0));
        var pipeline = new ExecutionPipeline(
            validator, _queue, _interactive, _warden, _pageCache, compiler, stages, judge, options, time, loggers.CreateLogger<ExecutionPipeline>(), _stop.Token);
        _fallback = options.Fallback is { } judge0 ? new Judge0Runner(judge0, options, languages, time, _stop.Token) : null;
        Executions = new PlainOutputs(
            _fallback is null ? pipeline : new FallbackExecutions(pipeline, _fallback, () => _queue.Now.Closed, loggers.CreateLogger<FallbackExecutions>()), options.PlainOutput);
    }

    public EngineOptions Options { get; }

    /// <summary>Where every dialect puts its requests.</summary>
    public IExecutionService Executions { get; }

    public LanguageCatalog Languages { get; }

    public EngineStatus Status
    {
        get
        {
            var (running, queued, closed) = _queue.Now;
            var (takes, hotTakes) = _pool.Takes;
            var welcome = _warden.Last?.Welcome ?? default;
            return new EngineStatus
            {
                WardenConnected = _warden.Connected is not null,
                WardenError = _warden.Error,
                Generation = (int)welcome.Generation,
                CgroupVersion = welcome.CgroupVersion,
                Isolation = welcome.Isolation,
                Running = running,
                ReadyCells = _pool.Ready,
                AliveCells = _warden.Connected?.Cells ?? 0,
                CellTakes = takes,
                HotTakes = hotTakes,
                DyingGroups = _dying.Count,
                PageCache = _pageCache.Held,
                CompileCache = _compiled.Status,
                Interactive = _interactive.Running,
                Queued = queued,
                MaxRunning = Options.MaxRunning,
                MaxQueued = Options.MaxQueued,
                Draining = closed,
                Languages = [.. Languages.All.Select(language => StatusOf(language).Status)],
            };
        }
    }

    /// <summary>Checks the options, loads the languages and puts the parts together. Touches no socket.</summary>
    /// <exception cref="EngineOptionsException">Names every wrong option.</exception>
    /// <exception cref="LanguageException">Names every error of every language file.</exception>
    public static HotcellEngine Create(EngineOptions options, ILoggerFactory? loggers = null, TimeProvider? time = null)
    {
        EngineOptionsValidator.Validate(options);
        var languages = LanguageLoader.Load(options.LanguagesDirectory);
        var policy = options.CodePolicy is { } file ? CodePolicyFile.Read(file, languages) : null;
        return new HotcellEngine(options, languages, policy, loggers ?? NullLoggerFactory.Instance, time ?? TimeProvider.System);
    }

    /// <summary>
    /// Begins to connect to the warden, now and after every loss; completes when it has answered for the first time. To be called once.
    /// </summary>
    /// <exception cref="OperationCanceledException">It did not answer before <paramref name="cancellation"/>. The engine keeps trying.</exception>
    public Task StartAsync(CancellationToken cancellation = default)
    {
        _warden.Start();
        return _warden.ConnectionAsync(Timeout.InfiniteTimeSpan, cancellation);
    }

    /// <summary>
    /// As <see cref="EngineStatus.Languages"/>, with versions: each available language's probe runs once, in a cell, when first asked for.
    /// </summary>
    public async Task<IReadOnlyList<LanguageStatus>> GetLanguagesAsync(CancellationToken cancellation = default)
    {
        var result = new List<LanguageStatus>();
        foreach (var language in Languages.All)
        {
            var (status, image) = StatusOf(language);
            result.Add(image is null ? status : status with { Version = await _versions.AskAsync(language, image, cancellation) });
        }

        return result;
    }

    /// <summary>Programs to begin with, the simplest first. Read from the language's folder each time.</summary>
    public IReadOnlyList<LanguageSample> SamplesOf(Language language) => LanguageSamples.Read(Options.LanguagesDirectory, language);

    /// <summary>
    /// Refuses new executions from now on and completes when none is left, or at <paramref name="cancellation"/> (without throwing).
    /// </summary>
    public async Task DrainAsync(CancellationToken cancellation = default) =>
        await CloseQueuesAsync().WaitAsync(cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

    /// <summary>Kills what still runs, waits until it is gone, and lets go of the warden.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) == 0)
        {
            var empty = CloseQueuesAsync();
            await _stop.CancelAsync();
            await empty;
            _pool.Dispose();
            _warden.Dispose();
            _versions.Dispose();
            _pageCache.Dispose();
            _fallback?.Dispose();
        }
    }

    private Task CloseQueuesAsync() => Task.WhenAll(_queue.CloseAsync(), _interactive.CloseAsync(), _fallback?.CloseAsync() ?? Task.CompletedTask);

    private (LanguageStatus Status, Image? Image) StatusOf(Language language)
    {
        var (image, missing) = _images.Place(language);
        return (new LanguageStatus
        {
            Language = language,
            Image = image?.Name,
            Missing = missing,
            Bytes = image?.Manifest?.Languages.GetValueOrDefault(language.Id)?.Bytes,
            Version = image is null ? null : _versions.Known(language, image),
        }, image);
    }
}
