using System.Globalization;
using Hotcell.Engine.Keys;

namespace Hotcell.Server.Hosting;

/// <summary>Reads how many requests a client may send.</summary>
internal static class RateOptions
{
    private const string Option = "--rate";
    private const string Off = "off";

    /// <summary>Where the operator chose none, and other than the machine's own user may come.</summary>
    public static RequestRate Usual { get; } = new(600, TimeSpan.FromSeconds(60));

    /// <summary>What was chosen; null where nothing was, <see cref="RequestRate.None"/> for off.</summary>
    public static RequestRate? Read(OptionValues values)
    {
        if (values.Text(Option) is not { } text)
        {
            return null;
        }

        if (text == Off)
        {
            return RequestRate.None;
        }

        if (text.Split(':') is [var requests, var seconds]
            && int.TryParse(requests, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count is >= 1 and <= RequestRate.MostRequests
            && double.TryParse(seconds, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var window) && window is > 0 and <= RequestRate.MostSeconds)
        {
            return new RequestRate(count, TimeSpan.FromSeconds(window));
        }

        values.Refuse(Option, $"must be REQUESTS:SECONDS, up to {RequestRate.MostRequests}:{RequestRate.MostSeconds}, or {Off}");
        return null;
    }
}
