using NLog;
using NLog.Config;
using NLog.Extensions.Logging;
using NLog.Filters;
using NLog.Layouts;
using NLog.Targets;
using NLog.Targets.Wrappers;

namespace Hotcell.Server.Logs;

/// <summary>
/// Where log entries go. Theory of operation: everything is written through Microsoft's <see cref="ILogger"/>, filtered there, and taken over by NLog, which has
/// no configuration but this. An entry is made on the thread of whoever writes it and put into a bounded queue for each place it goes to; a thread
/// of its own turns it into text and writes it. So a slow disk or terminal holds no program up: what the queue cannot take is left out, and that is told.
/// <para>
/// There are four logs (<see cref="LogKinds"/>), each with its own files: <c>request-2026-11-22.jsonl</c>, then <c>request-2026-11-22_01.jsonl</c> … A new day or a full file begins another, and the oldest go.
/// </para>
/// </summary>
internal static class LogSetup
{
    /// <summary>Entries that wait to be written to one place; more are left out.</summary>
    private const int MostWaiting = 10_000;

    /// <summary>What comes from Microsoft's own sources in our words, or is of no use to an operator.</summary>
    private static readonly (string Category, Microsoft.Extensions.Logging.LogLevel Least)[] s_filters =
    [
        ("Microsoft", Microsoft.Extensions.Logging.LogLevel.Warning),

        // These two say with a stack trace that the start failed; Startup says why in a sentence.
        ("Microsoft.Extensions.Hosting.Internal.Host", Microsoft.Extensions.Logging.LogLevel.None),
        ("Microsoft.AspNetCore.Server.Kestrel", Microsoft.Extensions.Logging.LogLevel.None),
        ("Microsoft.AspNetCore.Server.Kestrel.", Microsoft.Extensions.Logging.LogLevel.Warning),
    ];

    public static void AddLogs(this WebApplicationBuilder builder, LogSettings settings)
    {
        foreach (var (category, least) in s_filters)
        {
            builder.Logging.AddFilter(category, least);
        }

        var troubles = new LogTroubles(Console.Error, TimeProvider.System);
        troubles.Watch();
        builder.Logging.AddProvider(ProviderOf(settings, troubles));
        builder.Services.AddSingleton<ExecutionLog>();
        builder.Services.AddSingleton<SecurityLog>();
    }

    /// <summary>Writes what still waits when it is disposed.</summary>
    internal static NLogLoggerProvider ProviderOf(LogSettings settings, LogTroubles troubles) => new(
        new NLogProviderOptions { CaptureMessageTemplates = false, CaptureEventId = EventIdCaptureType.EventName, IncludeScopes = false, ShutdownOnDispose = true },
        new LogFactory { Configuration = ConfigurationOf(settings, troubles) });

    private static LoggingConfiguration ConfigurationOf(LogSettings settings, LogTroubles troubles)
    {
        var configuration = new LoggingConfiguration();
        if (settings.Folder is { } folder)
        {
            foreach (var kind in LogKinds.All)
            {
                Route(kind, FilesOf(kind, folder, settings), one => one == kind);
            }
        }

        if (settings.Console is { } form)
        {
            var asJson = form == ConsoleForm.Json;
            Route("console", new ConsoleTarget { Layout = asJson ? Written(LogDocument.Of) : Written(LogLine.Of) }, kind => asJson || kind != LogKinds.Request);
        }

        return configuration;

        void Route(string name, Target target, Func<string, bool> takes)
        {
            var queue = new AsyncTargetWrapper(target, MostWaiting, AsyncTargetWrapperOverflowAction.Discard) { Name = name };
            queue.LogEventDropped += (_, _) => troubles.Tell("entries are left out: they come faster than they can be written");
            var rule = new LoggingRule("*", NLog.LogLevel.Trace, queue);
            rule.Filters.Add(new WhenMethodFilter(entry => takes(LogKinds.Of(entry.LoggerName)) ? FilterResult.Log : FilterResult.Ignore));
            configuration.AddTarget(queue);
            configuration.LoggingRules.Add(rule);
        }
    }

    private static FileTarget FilesOf(string kind, string folder, LogSettings settings) => new()
    {
        FileName = Written(entry => Path.Combine(folder, $"{kind}-{entry.TimeStamp.ToUniversalTime():yyyy-MM-dd}.jsonl")),
        Layout = Written(LogDocument.Of),
        LineEnding = LineEndingMode.LF,
        ArchiveAboveSize = settings.FileSize.Bytes,
        MaxArchiveFiles = settings.Files,
    };

    /// <summary>Of the entry alone, so that any thread may make it.</summary>
    private static Layout Written(Func<LogEventInfo, string> text) => Layout.FromMethod(text, LayoutRenderOptions.ThreadAgnostic);
}
