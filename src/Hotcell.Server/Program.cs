using Hotcell.Server.Api.Contract;
using Hotcell.Server.Api.Editors;
using Hotcell.Server.Api.Execute;
using Hotcell.Server.Api.Executions;
using Hotcell.Server.Api.Executions.Live;
using Hotcell.Server.Api.Grpc;
using Hotcell.Server.Api.Health;
using Hotcell.Server.Api.Languages;
using Hotcell.Server.Api.Live;
using Hotcell.Server.Api.Metrics;
using Hotcell.Server.Api.Playgrounds;
using Hotcell.Server.Api.Problems;
using Hotcell.Server.Api.Systems;
using Hotcell.Server.Auth;
using Hotcell.Server.Hosting;
using Hotcell.Server.Http;
using Hotcell.Server.Logs;
using Hotcell.Server.Pages;

if (args.Contains("--help"))
{
    Console.WriteLine(CommandOptions.Usage);
    return ExitCodes.Ok;
}

var (options, errors) = CommandLine.Read(args, Environment.GetEnvironmentVariable);
if (options is null)
{
    return Startup.Refuse(errors);
}

options = FreePort.WithoutTakenGrpc(options);
return await Startup.GuardAsync(options, async () =>
{
    var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions
    {
        ApplicationName = "hotcell",

        // Not the current directory: that may be one which the server's user cannot enter.
        ContentRootPath = AppContext.BaseDirectory,
    });
    builder.AddLogs(options.Logs);
    builder.AddKestrel(options);
    builder.AddHotcell(options);

    await using var app = builder.Build();
    app.UseTrustedProxies(options);
    app.UseMiddleware<RequestLog>();
    app.UseMiddleware<ProblemsMiddleware>();
    app.UseMiddleware<HostGuard>();
    app.UseGrpc();
    app.UseOrigins(options);
    app.UseWebSockets();
    app.UseRouting();
    app.UseMiddleware<GateMiddleware>();
    app.MapHealth();
    app.MapLanguages();
    app.MapExecutions();
    app.MapLiveExecutions();
    app.MapExecute();
    app.MapPlaygrounds();
    app.MapEditors();
    app.MapLive();
    app.MapMetrics();
    app.MapSystem();
    app.MapContract();
    app.MapPages();

    await Startup.RunAsync(app, options);
});
