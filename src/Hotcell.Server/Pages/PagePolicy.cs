namespace Hotcell.Server.Pages;

/// <summary>What a page may do: the Content-Security-Policy (level 3) that it is sent with.</summary>
internal static class PagePolicy
{
    /// <summary>
    /// Only files of the server, and requests to it. Pictures may also be what a program has left behind (blob:) and the editor's own (data:); the frame is the preview.
    /// Style attributes: browsers set them themselves where a person types over coloured text.
    /// </summary>
    private const string Ours =
        "default-src 'none'; script-src 'self'; style-src 'self'; style-src-attr 'unsafe-inline'; img-src 'self' blob: data:; font-src 'self'; connect-src 'self'; frame-src 'self'; "
        + "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    /// <summary>
    /// The page of a program, which may hold anything: its scripts run in an origin that is nobody's, and nothing can be fetched or sent from it. So
    /// what may be inline there does not matter to anybody.
    /// </summary>
    private const string Preview =
        "sandbox allow-scripts; default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data:; font-src data:; "
        + "base-uri 'none'; form-action 'none'; frame-ancestors 'self'";

    public static string Of(string file) => file == "preview.html" ? Preview : Ours;
}
