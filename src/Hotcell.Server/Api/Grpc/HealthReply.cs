using Hotcell.Engine;
using Hotcell.Server.Hosting;
using Hotcell.V1;

namespace Hotcell.Server.Api.Grpc;

/// <summary>The answer of <c>Health</c>.</summary>
internal static class HealthReply
{
    /// <param name="languages">With as many versions as were asked for.</param>
    public static HealthResponse Of(EngineStatus status, IEnumerable<LanguageStatus> languages) => new()
    {
        Status = status.Health,
        Version = ServerVersion.Text,
        Running = status.Running,
        Waiting = status.Queued,
        Languages = { languages.Select(Of) },
    };

    private static HealthResponse.Types.Language Of(LanguageStatus status) => new()
    {
        Id = status.Language.Id,
        Name = status.Language.Name,
        Available = status.Available,
        Version = status.Version ?? "",
    };
}
