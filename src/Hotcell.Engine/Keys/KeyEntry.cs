using System.Collections.Frozen;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;
using Hotcell.Engine.Documents;
using Hotcell.Engine.Executions;

namespace Hotcell.Engine.Keys;

/// <summary>One key in the file, as it is written.</summary>
public sealed partial record KeyEntry
{
    /// <summary>In logs and lists; unique.</summary>
    public required string Name { get; init; }

    /// <summary>SHA-256 of the secret, in hexadecimal digits.</summary>
    public required string Sha256 { get; init; }

    public required IReadOnlyList<string> Roles { get; init; }

    public KeyRate? Rate { get; init; }

    public int? Concurrency { get; init; }

    /// <summary>Ids.</summary>
    public IReadOnlyList<string>? Languages { get; init; }

    /// <summary>Maxima, by the names of <see cref="LimitFields"/>.</summary>
    public IReadOnlyDictionary<string, double>? Limits { get; init; }

    public DateTimeOffset Created { get; init; }

    /// <summary>Everything that is wrong with it.</summary>
    public IEnumerable<string> Errors()
    {
        if (!NamePattern().IsMatch(Name))
        {
            yield return "name: must be 1 to 64 letters, digits, '.', '_' or '-', the first a letter or digit";
        }

        if (!HashPattern().IsMatch(Sha256))
        {
            yield return "sha256: must be 64 hexadecimal digits";
        }

        if (Roles.Count == 0 || Roles.Any(role => !s_roles.ContainsKey(role)))
        {
            yield return $"roles: must be of {string.Join(", ", s_roles.Keys)}";
        }

        if (Rate is { } rate && (rate.Requests is < 1 or > RequestRate.MostRequests || rate.Seconds is not (> 0 and <= RequestRate.MostSeconds)))
        {
            yield return $"rate: must be 1 to {RequestRate.MostRequests} requests in at most {RequestRate.MostSeconds} seconds";
        }

        if (Concurrency < 1)
        {
            yield return "concurrency: must be above 0";
        }

        foreach (var (name, number) in Limits ?? s_noLimits)
        {
            if (LimitFields.ErrorOf(name, number) is { } error)
            {
                yield return $"limits.{name}: {error}";
            }
        }
    }

    /// <summary>Only without errors.</summary>
    internal ApiKey ToKey() => new()
    {
        Name = Name,
        Hash = Convert.FromHexString(Sha256),
        Roles = Roles.Select(role => s_roles[role]).ToFrozenSet(),
        Rate = Rate is { } rate ? new RequestRate(rate.Requests, TimeSpan.FromSeconds(rate.Seconds)) : null,
        Created = Created,
        Caller = new Caller
        {
            Id = "key:" + Name,
            Concurrency = Concurrency,
            Languages = Languages?.ToFrozenSet(StringComparer.Ordinal),
            Maxima = LimitFields.Read(Limits ?? s_noLimits),
        },
    };

    private static readonly Dictionary<string, double> s_noLimits = [];
    private static readonly Dictionary<string, KeyRole> s_roles = Enum.GetValues<KeyRole>().ToDictionary(role => JsonNamingPolicy.SnakeCaseLower.ConvertName(role.ToString()));

    [GeneratedRegex(@"\A[A-Za-z0-9][A-Za-z0-9._-]{0,63}\z")]
    private static partial Regex NamePattern();

    [GeneratedRegex(@"\A[0-9A-Fa-f]{64}\z")]
    private static partial Regex HashPattern();
}

public sealed record KeyRate(int Requests, double Seconds);

/// <summary>The file.</summary>
internal sealed record KeyDocument(IReadOnlyList<KeyEntry> Keys);

[JsonSerializable(typeof(KeyDocument))]
internal sealed partial class KeyJson : JsonSerializerContext
{
    /// <summary>Indented: people look into it.</summary>
    public static KeyJson Styled { get; } = new(new JsonSerializerOptions(JsonStyle.Create(JsonIgnoreCondition.WhenWritingNull)) { WriteIndented = true, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow, RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true });
}
