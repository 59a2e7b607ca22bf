using System.Globalization;

namespace Hotcell.Server.Hosting;

/// <summary>The options that were given, read one by one. A wrong one is noted and reads as absent, so that one start names every mistake.</summary>
internal sealed class OptionValues
{
    private readonly Dictionary<string, (string Text, string Source)> _values = [];

    public OptionValues(string[] args)
    {
        for (var i = 0; i < args.Length; i++)
        {
            var parts = args[i].Split('=', 2);
            if (CommandOptions.All.FirstOrDefault(option => option.Name == parts[0]) is not { } option || (option.Value is null && parts.Length == 2))
            {
                Errors.Add($"{args[i]}: is not an option");
            }
            else if (option.Value is null)
            {
                _values[option.Name] = ("", option.Name);
            }
            else if (parts.Length == 1 && (i + 1 == args.Length || args[i + 1].StartsWith("--", StringComparison.Ordinal)))
            {
                Errors.Add($"{parts[0]}: needs a value");
            }
            else if (!_values.TryAdd(parts[0], (parts.Length == 2 ? parts[1] : args[++i], parts[0])))
            {
                Errors.Add($"{parts[0]}: is given twice");
            }
        }
    }

    public List<string> Errors { get; } = [];

    public bool Has(string name) => _values.ContainsKey(name);

    public string? Text(string name) => _values.TryGetValue(name, out var value) ? value.Text : null;

    /// <summary>Gives an option a value unless it has one.</summary>
    /// <param name="source">Named when the value is wrong.</param>
    public void Default(string name, string text, string source) => _values.TryAdd(name, (text, source));

    public void Refuse(string name, string message) => Errors.Add(
        _values.TryGetValue(name, out var value) && value.Source != name ? $"{value.Source}: is read as {name} {value.Text}, which {message}" : $"{name}: {message}");

    /// <summary>What stands between semicolons.</summary>
    public string[] List(string name) => (Text(name) ?? "").Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    public int? Number(string name, int least, int most = 1_000_000)
    {
        if (Text(name) is not { } text)
        {
            return null;
        }

        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most)
        {
            return number;
        }

        Refuse(name, $"must be a number, {least} to {most}");
        return null;
    }

    /// <summary>A number that may have a fraction.</summary>
    public double? Amount(string name, double least, double most)
    {
        if (Text(name) is not { } text)
        {
            return null;
        }

        if (double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most)
        {
            return number;
        }

        Refuse(name, string.Create(CultureInfo.InvariantCulture, $"must be a number, {least} to {most}"));
        return null;
    }

    /// <summary>Of another service: absolute, http or https, and nothing but where it is.</summary>
    public Uri? Address(string name, string example)
    {
        if (Text(name) is not { } text)
        {
            return null;
        }

        if (Uri.TryCreate(text, UriKind.Absolute, out var address) && address is { Scheme: "http" or "https", UserInfo: "", Query: "", Fragment: "" })
        {
            return address;
        }

        Refuse(name, $"must be an address such as {example}, without a user, a query or a fragment");
        return null;
    }

    public int Port(string name, int otherwise)
    {
        if (Text(name) is not { } text || Ports.TryParse(text, out otherwise))
        {
            return otherwise;
        }

        Refuse(name, "must be a port, 0 to 65535");
        return 0;
    }

    /// <summary>Two numbers, <c>DEFAULT:MAXIMUM</c>.</summary>
    public (double Default, double Maximum)? Range(string name, double least, double most)
    {
        if (Text(name) is not { } text)
        {
            return null;
        }

        if (NumberPair.TryParse(text, least, most, out var pair))
        {
            return pair;
        }

        Refuse(name, string.Create(CultureInfo.InvariantCulture, $"must be DEFAULT:MAXIMUM, two numbers from {least} to {most}"));
        return null;
    }
}
