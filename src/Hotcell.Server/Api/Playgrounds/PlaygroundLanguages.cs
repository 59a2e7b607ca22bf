using System.Text.Json;
using Hotcell.Engine;

namespace Hotcell.Server.Api.Playgrounds;

/// <summary>The answer of <c>GET /api/languages</c>: what can be run now.</summary>
internal sealed record PlaygroundLanguages(bool Success, IReadOnlyList<PlaygroundLanguage> Languages, DateTime Timestamp)
{
    public static PlaygroundLanguages Of(IEnumerable<LanguageStatus> languages, DateTimeOffset now) => new(
        true,
        [.. languages.Where(status => status.Available).Select(status => new PlaygroundLanguage(
            status.Language.Id, status.Language.Name, status.Version, status.Language.Aliases, status.Language.Example))],
        now.UtcDateTime);

    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this, PlaygroundJson.Styled.PlaygroundLanguages);
}

internal sealed record PlaygroundLanguage(string Id, string Name, string? Version, IReadOnlyList<string> Aliases, string? Example);
