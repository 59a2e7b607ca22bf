using System.Net;

namespace Hotcell.Server.Hosting;

/// <summary>Reads which proxies are believed.</summary>
internal static class ProxyOptions
{
    private const string Option = "--trusted-proxies";

    /// <summary>Networks; a single address is one, too.</summary>
    public static IReadOnlyList<IPNetwork> Read(OptionValues values)
    {
        var networks = new List<IPNetwork>();
        var texts = (values.Text(Option) ?? "").Split([',', ';'], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        foreach (var text in texts)
        {
            if (TryParse(text, out var network))
            {
                networks.Add(network);
            }
            else
            {
                values.Refuse(Option, $"{Http.JsonText.Shorten(text)} is neither an address nor a network such as 10.0.0.0/8");
            }
        }

        if (texts.Length == 0 && values.Has(Option))
        {
            values.Refuse(Option, "names no proxy");
        }

        return networks;
    }

    private static bool TryParse(string text, out IPNetwork network)
    {
        if (IPAddress.TryParse(text, out var address))
        {
            network = new IPNetwork(address, address.GetAddressBytes().Length * 8);
            return true;
        }

        return IPNetwork.TryParse(text, out network);
    }
}
