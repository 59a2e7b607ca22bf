namespace Hotcell.Server.Hosting;

/// <summary>Reads where to listen. Other machines reach a server only when it has keys, or its operator says that it needs none.</summary>
internal static class AddressOptions
{
    private const int DefaultHttpPort = 8080;
    private static readonly string[] s_insteadOfUrls = ["--mode", "--http-port", "--grpc-port"];

    /// <param name="mayBeReached">Whether addresses that other machines reach are right.</param>
    public static IReadOnlyList<ListenAddress> Read(OptionValues values, bool mayBeReached)
    {
        var mode = values.Text("--mode") ?? "both";
        if (mode is not ("grpc" or "http" or "both"))
        {
            values.Errors.Add("--mode: must be grpc, http or both");
        }

        var http = ListenAddress.Loopback(values.Port("--http-port", DefaultHttpPort), ListenProtocol.Http);
        var grpc = ListenAddress.Loopback(values.Port("--grpc-port", ListenAddress.DefaultGrpcPort), ListenProtocol.Grpc);
        return values.Has("--urls") ? ReadUrls(values, mayBeReached) : mode switch
        {
            "http" => [http],
            "grpc" => [grpc],
            _ => [http, grpc],
        };
    }

    private static List<ListenAddress> ReadUrls(OptionValues values, bool mayBeReached)
    {
        foreach (var other in s_insteadOfUrls.Where(values.Has))
        {
            values.Errors.Add($"{other}: cannot be given together with --urls, which names all addresses");
        }

        var addresses = new List<ListenAddress>();
        var urls = values.List("--urls");
        foreach (var url in urls)
        {
            if (!ListenAddress.TryParse(url, out var address, out var error))
            {
                values.Errors.Add($"--urls: {url} {error}");
            }
            else if (!address.IsLoopback && !mayBeReached)
            {
                values.Errors.Add($"--urls: {url} is reachable from other machines, and anyone there could run programs; make a key with ./hotcell keys add NAME, or add {CommandOptions.AllowAnonymous} if that is meant");
            }
            else
            {
                addresses.Add(address);
            }
        }

        if (urls.Length == 0)
        {
            values.Errors.Add("--urls: names no address");
        }

        return addresses;
    }
}
