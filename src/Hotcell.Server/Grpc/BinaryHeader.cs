namespace Hotcell.Server.Grpc;

/// <summary>Bytes in a header whose name ends in <c>-bin</c>: "Implementations must accept padded and un-padded values and should emit un-padded values".</summary>
internal static class BinaryHeader
{
    public static string Encode(ReadOnlySpan<byte> value) => Convert.ToBase64String(value).TrimEnd('=');
}
