using System.Text.Json;
using System.Text.Json.Serialization;
using Hotcell.Engine;
using Hotcell.Engine.Documents;

namespace Hotcell.Server.Api.Languages;

/// <summary>The answer of <c>GET /api/v1/languages</c>.</summary>
internal sealed record LanguagesAnswer(IReadOnlyList<LanguageAnswer> Languages)
{
    public static LanguagesAnswer Of(IEnumerable<LanguageStatus> languages) => new([.. languages.Select(LanguageAnswer.Of)]);

    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this, LanguagesJson.Styled.LanguagesAnswer);
}

internal sealed record LanguageAnswer
{
    public required string Id { get; init; }

    public required string Name { get; init; }

    public required IReadOnlyList<string> Aliases { get; init; }

    public required bool Available { get; init; }

    /// <summary>First line of what the toolchain says about itself; null when it was not asked.</summary>
    public required string? Version { get; init; }

    /// <summary>Name that the program takes when a request gives none; may hold templates.</summary>
    public required string SourceFile { get; init; }

    /// <summary>Name of the syntax highlighting for editors.</summary>
    public required string? Highlighting { get; init; }

    /// <summary>A program to begin with.</summary>
    public required string? Example { get; init; }

    /// <summary>Name of the image that runs it.</summary>
    public required string? Image { get; init; }

    /// <summary>Executables that are not there.</summary>
    public required IReadOnlyList<string> Missing { get; init; }

    /// <summary>Command that brings them; null when nothing is missing.</summary>
    public required string? Install { get; init; }

    public static LanguageAnswer Of(LanguageStatus status) => new()
    {
        Id = status.Language.Id,
        Name = status.Language.Name,
        Aliases = status.Language.Aliases,
        Available = status.Available,
        Version = status.Version,
        SourceFile = status.Language.SourceFile,
        Highlighting = status.Language.Highlighting,
        Example = status.Language.Example,
        Image = status.Image,
        Missing = status.Missing,
        Install = status.InstallCommand,
    };
}

[JsonSerializable(typeof(LanguagesAnswer))]
internal sealed partial class LanguagesJson : JsonSerializerContext
{
    public static LanguagesJson Styled { get; } = new(JsonStyle.Create());
}
