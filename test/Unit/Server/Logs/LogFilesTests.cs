using System.Text.Json;
using Hotcell.Engine;
using Hotcell.Server.Logs;
using Hotcell.Unit.Engine;
using Microsoft.Extensions.Logging;

namespace Hotcell.Unit.Server.Logs;

/// <summary>Files of logs, by the library as it is set up here.</summary>
public sealed class LogFilesTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private string[] Names => [.. Directory.GetFiles(_folder.Root).Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal)];

    private static NLog.Extensions.Logging.NLogLoggerProvider Provider(LogSettings settings) => LogSetup.ProviderOf(settings, new LogTroubles(TextWriter.Null, TimeProvider.System));

    private static void Write(ILogger log, string category) => log.LogInformation("from {Category}", category);

    [Fact]
    public void Each_log_has_files_of_its_own_and_an_entry_is_in_one()
    {
        using (var provider = Provider(new LogSettings { Console = null, Folder = _folder.Root }))
        {
            foreach (var category in new[] { typeof(RequestLog).FullName!, typeof(ExecutionLog).FullName!, typeof(SecurityLog).FullName!, "Hotcell.Anything.Else" })
            {
                Write(provider.CreateLogger(category), category);
            }
        }

        Assert.Equal(["execution", "request", "security", "server"], Names.Select(name => name.Split('-')[0]));
        foreach (var name in Names)
        {
            var document = JsonDocument.Parse(Assert.Single(File.ReadAllLines(_folder.In(name)))).RootElement;
            Assert.Equal(name.Split('-')[0], document.GetProperty("log").GetString());
            Assert.Equal($"from {document.GetProperty("category").GetString()}", document.GetProperty("message").GetString());
            Assert.Equal($"{name.Split('-')[0]}-{document.GetProperty("time").GetString()![..10]}.jsonl", name);
        }
    }

    [Fact]
    public void A_full_file_is_followed_by_another_and_only_so_many_are_kept()
    {
        using (var provider = Provider(new LogSettings { Console = null, Folder = _folder.Root, FileSize = ByteSize.FromKibibytes(16), Files = 3 }))
        {
            var log = provider.CreateLogger("Hotcell.Anything");
            var padding = new string('x', 100);
            for (var i = 0; i < 4000; i++)
            {
                log.LogInformation("entry {Number} {Padding}", i, padding);
                if (i % 100 == 99)
                {
                    // What is written at once goes to one file.
                    provider.LogFactory.Flush();
                }
            }
        }

        Assert.InRange(Names.Length, 2, 4);
        Assert.Contains("\"number\":3999,", File.ReadAllText(Directory.GetFiles(_folder.Root).MaxBy(File.GetLastWriteTimeUtc)!), StringComparison.Ordinal);
        Assert.All(Names, name => Assert.Matches(@"^server-\d{4}-\d\d-\d\d(_\d+)?\.jsonl$", name));
    }

    [Fact]
    public void A_new_day_has_a_new_file_and_the_oldest_go()
    {
        using (var provider = Provider(new LogSettings { Console = null, Folder = _folder.Root, Files = 3 }))
        {
            for (var day = 0; day < 5; day++)
            {
                var entry = Entries.Make($"day {day}");
                entry.TimeStamp = Entries.Noon.AddDays(day);
                provider.LogFactory.GetLogger("Some.Source").Log(entry);
                provider.LogFactory.Flush();
            }
        }

        Assert.Equal(["server-2026-11-23.jsonl", "server-2026-11-24.jsonl", "server-2026-11-25.jsonl", "server-2026-11-26.jsonl"], Names);
    }

    [Fact]
    public void A_restart_goes_on_where_the_last_one_stopped()
    {
        for (var i = 0; i < 2; i++)
        {
            using var provider = Provider(new LogSettings { Console = null, Folder = _folder.Root });
            provider.CreateLogger("Some.Source").LogInformation("again");
        }

        Assert.Equal(2, File.ReadAllLines(_folder.In(Assert.Single(Names))).Length);
    }

    [Fact]
    public void A_folder_may_have_any_name()
    {
        var folder = Directory.CreateDirectory(_folder.In("${date} {0} %d")).FullName;
        using (var provider = Provider(new LogSettings { Console = null, Folder = folder }))
        {
            provider.CreateLogger("Some.Source").LogInformation("here");
        }

        Assert.Single(Directory.GetFiles(folder));
    }
}
