using System.Globalization;
using Hotcell.Engine.Keys;
using Hotcell.Engine.Languages;

namespace Hotcell.Cli.Keys;

/// <summary>A key as it was asked for on the command line.</summary>
internal sealed record KeyWishes(
    string Name, IReadOnlyList<string> Roles, string? Rate, int? Concurrency, IReadOnlyList<string> Languages, IReadOnlyList<string> Limits)
{
    /// <exception cref="CommandException">Names everything that is wrong.</exception>
    public KeyEntry ToEntry(string secret, LanguageCatalog languages, DateTimeOffset now)
    {
        var errors = new List<string>();
        var entry = new KeyEntry
        {
            Name = Name,
            Sha256 = Convert.ToHexStringLower(KeySecret.HashOf(secret)),
            Roles = Roles.Count > 0 ? [.. Roles.Distinct()] : ["user"],
            Rate = ReadRate(errors),
            Concurrency = Concurrency,
            Languages = Languages.Count > 0 ? ReadLanguages(languages, errors) : null,
            Limits = Limits.Count > 0 ? ReadLimits(errors) : null,
            Created = now,
        };
        errors.AddRange(entry.Errors());
        return errors.Count == 0 ? entry : throw new CommandException(string.Join('\n', errors));
    }

    private KeyRate? ReadRate(List<string> errors)
    {
        if (Rate?.Split(':') is [var requests, var seconds]
            && int.TryParse(requests, NumberStyles.None, CultureInfo.InvariantCulture, out var count)
            && double.TryParse(seconds, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var window))
        {
            return new KeyRate(count, window);
        }

        if (Rate is not null)
        {
            errors.Add("rate: must be REQUESTS:SECONDS, such as 600:60");
        }

        return null;
    }

    private string[] ReadLanguages(LanguageCatalog catalog, List<string> errors)
    {
        errors.AddRange(Languages.Where(name => catalog.Find(name) is null).Select(name => $"language: there is no {name}; there are {string.Join(", ", catalog.All.Select(language => language.Id))}"));
        return [.. Languages.Select(catalog.Find).OfType<Language>().Select(language => language.Id).Distinct().Order(StringComparer.Ordinal)];
    }

    private Dictionary<string, double> ReadLimits(List<string> errors)
    {
        var limits = new Dictionary<string, double>();
        foreach (var limit in Limits)
        {
            var (name, number) = limit.Split('=') is [var left, var right] && double.TryParse(right, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value) ? (left, value) : (null, 0);
            if (name is null)
            {
                errors.Add($"limit: {limit} is not NAME=MAXIMUM, such as wall_time_ms=5000");
            }
            else if (!limits.TryAdd(name, number))
            {
                errors.Add($"limit: {name} is given twice");
            }
        }

        return limits;
    }
}
