namespace Hotcell.Server.Hosting;

/// <summary>Reads which web pages may use the server.</summary>
internal static class CorsOptions
{
    private const string Option = "--cors-origins";

    public const string Any = "*";

    /// <summary>Origins as browsers send them; only <see cref="Any"/> for all.</summary>
    public static IReadOnlyList<string> Read(OptionValues values)
    {
        string[] origins = [.. values.List(Option).Select(origin => origin.TrimEnd('/'))];
        foreach (var origin in origins.Where(origin => origin != Any && !IsOrigin(origin)))
        {
            values.Refuse(Option, $"{Http.JsonText.Shorten(origin)} is not an origin such as https://app.example.org, nor *");
        }

        return origins.Contains(Any) ? [Any] : origins;
    }

    private static bool IsOrigin(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" && uri.GetLeftPart(UriPartial.Authority).Equals(text, StringComparison.OrdinalIgnoreCase);
}
