using Hotcell.Engine;
using Hotcell.Unit.Architecture;

namespace Hotcell.Unit.Server.Telemetry;

/// <summary>An engine that nothing runs in: it has no warden.</summary>
internal static class TestEngine
{
    public static HotcellEngine Create() =>
        HotcellEngine.Create(new EngineOptions { WardenSocket = "/nonexistent/warden.sock", LanguagesDirectory = Path.Combine(DependencyTests.Root, "languages") });
}
