namespace Hotcell.Server.Auth;

/// <summary>The key that a request comes with: <c>X-API-Key: KEY</c> or <c>Authorization: Bearer KEY</c> (RFC 6750), by gRPC as metadata.</summary>
internal static class PresentedKey
{
    private const string Header = "X-API-Key";
    private const string Scheme = "Bearer ";

    /// <summary>Null when there is none, or more than one.</summary>
    public static string? Of(IHeaderDictionary headers) =>
        headers[Header] is { Count: > 0 } own ? own is [{ Length: > 0 } key] ? key : null
        : headers.Authorization is [{ } text] && text.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) ? text[Scheme.Length..].Trim(' ')
        : null;
}
