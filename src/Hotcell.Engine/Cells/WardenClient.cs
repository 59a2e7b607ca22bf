using Hotcell.Linux;
using Hotcell.Linux.Sockets;
using Microsoft.Extensions.Logging;

namespace Hotcell.Engine.Cells;

/// <summary>
/// Keeps a connection to the warden. Theory of operation: one thread of its own connects, waits for the Welcome, publishes the connection,
/// receives until it is lost, and starts again with growing pauses. Everybody else asks for the connection, and holds on to the one that they
/// got: a cell belongs to the connection that made it and dies with it.
/// </summary>
internal sealed partial class WardenClient : IDisposable
{
    private static readonly TimeSpan ShortestPause = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan JoinPatience = TimeSpan.FromSeconds(5);

    private readonly string _path;
    private readonly int _images;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly CancellationTokenSource _stop = new();
    private readonly Thread _thread;
    private volatile TaskCompletionSource<WardenConnection> _connection = NewWait();
    private volatile WardenConnection? _last;
    private volatile string? _error = "not started";

    /// <summary>When there was none any more, as <see cref="_time"/> counts.</summary>
    private long _goneAt;

    /// <param name="images">How many images the warden must have.</param>
    public WardenClient(string path, int images, TimeProvider time, ILogger log)
    {
        (_path, _images, _time, _log) = (path, images, time, log);
        _goneAt = time.GetTimestamp();
        _thread = new Thread(Run) { IsBackground = true, Name = "warden" };
    }

    /// <summary>The connection of this moment; null while there is none.</summary>
    public WardenConnection? Connected => _connection.Task is { IsCompletedSuccessfully: true } open ? open.Result : null;

    /// <summary>The last connection that there was, for what a warden said about itself.</summary>
    public WardenConnection? Last => _last;

    /// <summary>The most memory that the warden gives a cell, as far as it is known.</summary>
    public ByteSize MemoryCeiling => new((long)Math.Min(_last?.Welcome.MaxMemoryBytes ?? long.MaxValue, long.MaxValue));

    /// <summary>Why there is no connection; null while there is one.</summary>
    public string? Error => _error;

    public void Start() => _thread.Start();

    /// <summary>The connection; waits for one when there is none, but not again when everybody has waited that long already.</summary>
    /// <exception cref="TimeoutException">There is none, and has been none for as long as <paramref name="patience"/>.</exception>
    public Task<WardenConnection> ConnectionAsync(TimeSpan patience, CancellationToken cancellation)
    {
        var connection = _connection.Task;
        if (patience == Timeout.InfiniteTimeSpan)
        {
            return connection.WaitAsync(cancellation);
        }

        var left = patience - _time.GetElapsedTime(Volatile.Read(ref _goneAt));
        return connection.WaitAsync(left > TimeSpan.Zero ? left : TimeSpan.Zero, _time, cancellation);
    }

    public void Dispose()
    {
        if (_stop.IsCancellationRequested)
        {
            return;
        }

        _stop.Cancel();

        // A thread that is stuck in connect(2) is left behind, with the token that it may still look at.
        if (!_thread.IsAlive || _thread.Join(JoinPatience))
        {
            _stop.Dispose();
        }

        _connection.TrySetException(new WardenLostException("The engine has stopped."));
        _ = _connection.Task.Exception;
    }

    private static TaskCompletionSource<WardenConnection> NewWait() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private void Run()
    {
        var pause = ShortestPause;
        while (!_stop.IsCancellationRequested)
        {
            var (served, why) = ServeOneConnection();
            if (_stop.IsCancellationRequested)
            {
                return;
            }

            // The same failure again is no news.
            if (served || why != _error)
            {
                LogNoWarden(_path, why);
            }

            _error = why;
            pause = served ? ShortestPause : TimeSpan.FromTicks(Math.Min(pause.Ticks * 2, LongestPause.Ticks));
            Wait(pause);
        }
    }

    /// <summary>Connects and stays until the connection is lost. Whether there was one, and why it is no more.</summary>
    private (bool Served, string Why) ServeOneConnection()
    {
        try
        {
            using var socket = ControlSocket.Connect(_path);
            using var wake = _stop.Token.Register(socket.Shutdown);
            using var connection = WardenConnection.Open(socket, _time);
            if (connection.Welcome.Images < _images)
            {
                return (false, $"The warden has {connection.Welcome.Images} images, and {_images} are configured here.");
            }

            Publish(connection);
            var why = connection.ReceiveUntilLost();

            // In this order: whoever learns of the loss, and tries again, waits for the next connection.
            _error = why;
            Volatile.Write(ref _goneAt, _time.GetTimestamp());
            _connection = NewWait();
            connection.Lose(why);
            return (true, why);
        }
        catch (Exception failed) when (failed is LinuxException or WardenLostException)
        {
            return (false, failed.Message);
        }
    }

    private void Publish(WardenConnection connection)
    {
        LogConnected(connection.Welcome.Generation, connection.Welcome.CgroupVersion, connection.Welcome.Isolation);
        _last = connection;
        _error = null;
        _connection.TrySetResult(connection);
    }

    private void Wait(TimeSpan pause)
    {
        try
        {
            Task.Delay(pause, _time, _stop.Token).Wait();
        }
        catch (AggregateException)
        {
            // Stopped.
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Connected to warden {Generation} (cgroup v{CgroupVersion}, isolation: {Isolation})")]
    private partial void LogConnected(uint generation, byte cgroupVersion, Protocol.Isolation isolation);

    [LoggerMessage(Level = LogLevel.Warning, Message = "No warden at {Path}: {Why}")]
    private partial void LogNoWarden(string path, string why);
}
