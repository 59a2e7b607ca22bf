using Hotcell.Engine.Fallback;

namespace Hotcell.Server.Hosting;

/// <summary>Reads where programs go that cannot be run here. Keys are no options: whoever lists processes sees those.</summary>
internal static class FallbackOptions
{
    private const string Option = "--fallback-judge0";

    /// <summary>As .NET writes <c>Fallback:Judge0:Url</c> in the environment.</summary>
    private const string UrlVariable = "Fallback__Judge0__Url";
    private const string KeyVariable = "Fallback__Judge0__Key";

    /// <summary>Null: nowhere.</summary>
    public static Judge0Options? Read(OptionValues values, Func<string, string?> environment)
    {
        if (environment(UrlVariable) is { Length: > 0 } variable)
        {
            values.Default(Option, variable, UrlVariable);
        }

        var key = environment(KeyVariable) is { Length: > 0 } secret ? secret : null;
        if (key?.Any(character => character is <= ' ' or > '~') == true)
        {
            values.Errors.Add($"{KeyVariable}: must be visible ASCII characters, or it could not be sent");
        }

        if (key is not null && !values.Has(Option))
        {
            values.Errors.Add($"{KeyVariable}: is set, but no {Option} says for which server");
        }

        return values.Address(Option, "https://judge0.example.org") is { } url ? new Judge0Options(url, key) : null;
    }
}
