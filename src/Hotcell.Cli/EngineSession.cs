using Hotcell.Cli.Images;
using Hotcell.Engine;
using Hotcell.Engine.Documents;
using Hotcell.Protocol;

namespace Hotcell.Cli;

/// <summary>The engine, inside this process.</summary>
internal static class EngineSession
{
    private const string SocketVariable = "HOTCELL_WARDEN_SOCKET";
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(15);

    public static string LanguagesDirectory =>
        Environment.GetEnvironmentVariable("HOTCELL_LANGUAGES") ?? Path.Combine(AppContext.BaseDirectory, "languages");

    public static string? WardenSocket => Environment.GetEnvironmentVariable(SocketVariable) is { Length: > 0 } path ? path : null;

    /// <summary>Those of the warden that we run under; else those that a warden of ours would have.</summary>
    public static IReadOnlyList<ImageSource> Images => EngineOptions.ImagesOfKeeper
        ?? (Environment.GetEnvironmentVariable(ImageFolders.StoreVariable) is { } store && Directory.Exists(store)
            ? [new ImageSource(ImageFolders.ImageName, store, IsStore: true), ImageSource.Host]
            : [ImageSource.Host]);

    /// <summary>An engine that knows the languages but cannot run anything.</summary>
    public static HotcellEngine Create(string? wardenSocket = null) => HotcellEngine.Create(
        new EngineOptions { WardenSocket = wardenSocket ?? "/nonexistent/warden.sock", LanguagesDirectory = LanguagesDirectory, Images = Images });

    /// <exception cref="CommandException">There is no warden, or it does not answer.</exception>
    public static async Task<HotcellEngine> ConnectAsync(CancellationToken cancellation)
    {
        var socket = WardenSocket ?? throw new CommandException($"{SocketVariable} is not set: cells are made by hotcell-warden; use ./hotcell, which starts it", ShellExitCode.Fault);
        return await ConnectAsync(socket, cancellation);
    }

    public static async Task<HotcellEngine> ConnectAsync(string socket, CancellationToken cancellation)
    {
        var engine = Create(socket);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(s_patience);
        try
        {
            await engine.StartAsync(patience.Token);
            return engine;
        }
        catch (OperationCanceledException)
        {
            await engine.DisposeAsync();
            cancellation.ThrowIfCancellationRequested();
            throw new CommandException($"the warden at {socket} does not answer", ShellExitCode.Fault);
        }
    }
}
