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

        if (values.Text(Option) is not { } text)
        {
            if (key is not null)
            {
                values.Errors.Add($"{KeyVariable}: is set, but no {Option} says for which server");
            }

            return null;
        }

        if (!Uri.TryCreate(text, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https") || url is not { UserInfo: "", Query: "", Fragment: "" })
        {
            values.Refuse(Option, "must be an address such as https://judge0.example.org, without a user, a query or a fragment");
            return null;
        }

        return new Judge0Options(url, key);
    }
}
