using Hotcell.Bench.Measuring;
using Hotcell.Bench.Subjects;

namespace Hotcell.Bench.Sections;

/// <summary>What every section needs: the running server and warden, a connection to the warden, and the helpers that hold the clock.</summary>
internal sealed class Workbench : IAsyncDisposable
{
    private readonly DirectoryInfo _folder;

    private Workbench(DirectoryInfo folder) => _folder = folder;

    public required Effort Effort { get; init; }

    public required RunningHotcell Hotcell { get; init; }

    /// <summary>Makes cells of <see cref="TrueCommand"/>.</summary>
    public required CellDriver Cells { get; init; }

    /// <summary>For files that are needed while measuring.</summary>
    public string Folder => _folder.FullName;

    /// <summary>Path of the helper that runs commands.</summary>
    public required string Spawner { get; init; }

    /// <summary>Path of the helper that posts programs.</summary>
    public required string Poster { get; init; }

    public required CancellationToken Stop { get; init; }

    /// <summary>What is run where only the running itself is of interest.</summary>
    public const string TrueCommand = "/usr/bin/true";

    public static async Task<Workbench> SetUpAsync(Effort effort, bool withServer, CancellationToken stop, ImageTree? tree = null, params IEnumerable<string> serverOptions)
    {
        var folder = Directory.CreateTempSubdirectory("hotcell-bench-");
        RunningHotcell? hotcell = null;
        try
        {
            // The server's user passes through it to the socket.
            File.SetUnixFileMode(folder.FullName, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute);
            var spawner = await Helper.BuildAsync(Helper.SourceOf(Subjects.Spawner.Name), folder.FullName);
            var poster = await Helper.BuildAsync(Helper.SourceOf(TimedPosts.Name), folder.FullName);
            hotcell = await RunningHotcell.StartAsync(folder.FullName, withServer, tree, serverOptions);
            return new Workbench(folder)
            {
                Effort = effort,
                Hotcell = hotcell,
                Cells = CellDriver.Connect(hotcell.Socket, TrueCommand),
                Spawner = spawner,
                Poster = poster,
                Stop = stop,
            };
        }
        catch
        {
            if (hotcell is not null)
            {
                await hotcell.DisposeAsync();
            }

            folder.Delete(recursive: true);
            throw;
        }
    }

    /// <summary>A client with connections of its own: dispose it, and the server has them no more.</summary>
    public HttpRuns Connect() => new(Hotcell.Address ?? throw new InvalidOperationException("There is no server."));

    /// <summary>A client for one program after the other, which takes no time of its own; of the bench's server, or of another.</summary>
    public TimedPosts Time(Uri? server = null) => new(Poster, server ?? Hotcell.Address ?? throw new InvalidOperationException("There is no server."));

    public async ValueTask DisposeAsync()
    {
        Cells.Dispose();
        await Hotcell.DisposeAsync();
        _folder.Delete(recursive: true);
    }
}
