using System.Globalization;
using System.Net.ServerSentEvents;
using System.Text;
using System.Text.Json;

namespace Hotcell.Integration.Api;

/// <summary>Reads server-sent events with the framework's own parser.</summary>
internal static class Sse
{
    public static async IAsyncEnumerable<Event> ReadAsync(HttpResponseMessage response)
    {
        await foreach (var item in SseParser.Create(await response.Content.ReadAsStreamAsync(), (_, data) => Encoding.UTF8.GetString(data)).EnumerateAsync())
        {
            yield return new Event(long.Parse(item.EventId!, CultureInfo.InvariantCulture), item.EventType, JsonDocument.Parse(item.Data).RootElement);
        }
    }

    public sealed record Event(long Id, string Name, JsonElement Data);
}
