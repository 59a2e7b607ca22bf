using System.Text.Json;
using Hotcell.Server.Http;

namespace Hotcell.Server.SocketIo;

/// <summary>What a client has emitted.</summary>
/// <param name="Args">As they came: where one is binary there is a placeholder, which <see cref="BinaryOf"/> knows.</param>
/// <param name="Id">Of the acknowledgement that is asked for; null when none is.</param>
internal sealed record SocketEvent(string Name, IReadOnlyList<JsonElement> Args, IReadOnlyList<ReadOnlyMemory<byte>> Attachments, long? Id)
{
    /// <summary>The attachment that <paramref name="value"/> stands for; null when it is no placeholder for one.</summary>
    public ReadOnlyMemory<byte>? BinaryOf(JsonElement value) => IndexOf(value) is { } index ? Attachments[index] : default(ReadOnlyMemory<byte>?);

    private int? IndexOf(JsonElement value) =>
        value.ValueKind == JsonValueKind.Object
        && JsonText.TryProperty(value, "_placeholder", out var mark) && mark.ValueKind == JsonValueKind.True
        && JsonText.TryProperty(value, "num", out var number) && number.ValueKind == JsonValueKind.Number && number.TryGetInt32(out var index)
        && index >= 0 && index < Attachments.Count
            ? index
            : null;
}
