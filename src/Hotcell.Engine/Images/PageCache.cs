using System.Collections.Concurrent;
using Hotcell.Engine.Languages;
using Hotcell.Linux;
using Microsoft.Extensions.Logging;

namespace Hotcell.Engine.Images;

/// <summary>
/// Keeps the files that every run of a language reads in the page cache, on our own account. Theory of operation: a page of a file is charged to
/// the group of the process that reads it first, for as long as the page stays. So the first program that starts after a while would pay for its
/// compiler or interpreter, its peak memory would differ from that of the next, and its group would outlive it. We read those files before the first program
/// of a language does, and again now and then, because the kernel may have dropped some; pages that are there are only looked up, not read.
/// </summary>
internal sealed partial class PageCache : IDisposable
{
    /// <summary>What is behind every dynamically linked program.</summary>
    private static readonly string[] s_common =
    [
        "/lib64/ld-linux-x86-64.so.2", "/usr/lib/locale/C.utf8", "/usr/lib/x86_64-linux-gnu/gconv/gconv-modules.cache",
        .. ((string[])["libc", "libm", "libdl", "libpthread", "libgcc_s", "libstdc++", "libtinfo", "libz"]).Select(name => $"/usr/lib/x86_64-linux-gnu/{name}.so.*"),
    ];

    private readonly ByteSize _budget;
    private readonly ILogger _log;
    private readonly ITimer _again;
    private readonly ConcurrentDictionary<(string Language, ushort Image), Lazy<Task>> _held = new();
    private readonly ConcurrentDictionary<string, long> _files = new(StringComparer.Ordinal);
    private long _bytes;

    /// <param name="budget">Of all files together; what is beyond it is not read ahead. 0: nothing is.</param>
    /// <param name="interval">How often what was read is looked up again.</param>
    public PageCache(ByteSize budget, TimeSpan interval, TimeProvider time, ILogger log)
    {
        (_budget, _log) = (budget, log);
        _again = time.CreateTimer(_ => ReadAgain(), null, interval, interval);
    }

    /// <summary>Bytes of the files that are held.</summary>
    public ByteSize Held => new(Math.Min(_budget.Bytes, Interlocked.Read(ref _bytes)));

    /// <summary>Completes when the language's files are on their way into the cache. Only the first call takes time.</summary>
    public Task HoldAsync(Language language, Image image) => _budget.Bytes == 0
        ? Task.CompletedTask
        : _held.GetOrAdd((language.Id, image.Handle), _ => new Lazy<Task>(() => Task.Run(() => Hold(language, image)))).Value;

    public void Dispose() => _again.Dispose();

    private void Hold(Language language, Image image)
    {
        var before = Held;
        var patterns = s_common.Concat(language.Requires.Select(image.FindExecutable).OfType<string>()).Concat(language.Preread);
        foreach (var file in patterns.SelectMany(image.Files))
        {
            Hold(file);
        }

        LogHeld(language.Id, Held.Mebibytes - before.Mebibytes);
        if (Interlocked.Read(ref _bytes) > _budget.Bytes)
        {
            LogFull(language.Id, _budget);
        }
    }

    private void Hold(string file)
    {
        if (!_files.ContainsKey(file) && Length(file) is { } length && _files.TryAdd(file, length) && Interlocked.Add(ref _bytes, length) <= _budget.Bytes)
        {
            Read(file);
        }
    }

    private void ReadAgain()
    {
        long bytes = 0;
        foreach (var (file, length) in _files)
        {
            if ((bytes += length) <= _budget.Bytes)
            {
                Read(file);
            }
        }
    }

    private static long? Length(string file)
    {
        try
        {
            return new FileInfo(file).Length;
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static void Read(string file)
    {
        try
        {
            using var handle = File.OpenHandle(file);
            Sys.ReadAhead(handle, RandomAccess.GetLength(handle));
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            // Then a cell cannot read it either, or reads it on its own account.
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Files that {Language} needs are in the page cache: {Mebibytes:0.0} MiB more")]
    private partial void LogHeld(string language, double mebibytes);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Not all files that {Language} needs fit into {Budget} of page cache: its programs may be charged for some")]
    private partial void LogFull(string language, ByteSize budget);
}
