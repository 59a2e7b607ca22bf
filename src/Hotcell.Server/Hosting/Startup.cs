using Hotcell.Engine;
using Hotcell.Engine.Languages;

namespace Hotcell.Server.Hosting;

internal static class ExitCodes
{
    public const int Ok = 0;

    /// <summary>The server could not start: a port is taken, the warden does not answer.</summary>
    public const int Failed = 1;

    /// <summary>The command line or the configuration is wrong.</summary>
    public const int Misconfigured = 2;
}

/// <summary>Starts the server in the one order that is right, and says in plain words why it did not.</summary>
internal static class Startup
{
    private static readonly TimeSpan s_wardenPatience = TimeSpan.FromSeconds(30);

    /// <summary>Waits for the warden, then listens, then serves until told to stop.</summary>
    public static async Task RunAsync(WebApplication app, ServerOptions options)
    {
        // The engine first: who connects to the port finds a server that can run programs.
        var engine = app.Services.GetRequiredService<HotcellEngine>();
        using (var patience = new CancellationTokenSource(s_wardenPatience, app.Services.GetRequiredService<TimeProvider>()))
        {
            await engine.StartAsync(patience.Token);
        }

        await app.StartAsync();
        Readiness.Announce(app, options, Console.Out);
        Readiness.AnnounceErrors(engine.Languages, Console.Error);
        await app.WaitForShutdownAsync();
    }

    public static async Task<int> GuardAsync(ServerOptions options, Func<Task> serve)
    {
        try
        {
            await serve();
            return ExitCodes.Ok;
        }
        catch (Exception error) when (error is EngineOptionsException or LanguageException)
        {
            return Refuse([error.Message]);
        }
        catch (OperationCanceledException)
        {
            return Fail($"the warden at {options.WardenSocket} did not answer within {s_wardenPatience.TotalSeconds:0} s; see its messages above");
        }
        catch (Exception error) when (error is IOException or System.Net.Sockets.SocketException)
        {
            return Fail(error.Message);
        }
    }

    public static int Refuse(IReadOnlyList<string> errors)
    {
        foreach (var error in errors)
        {
            Console.Error.WriteLine($"hotcell: {error}");
        }

        return ExitCodes.Misconfigured;
    }

    private static int Fail(string reason)
    {
        Console.Error.WriteLine($"hotcell: {reason}");
        return ExitCodes.Failed;
    }
}
