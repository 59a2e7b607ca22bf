using System.Text.Unicode;
using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace Hotcell.Server.Grpc;

/// <summary>"A string must always contain UTF-8 encoded text": Google.Protobuf replaces what does not, and a program would be another than was sent.</summary>
internal static class MessageTexts
{
    /// <param name="message">Bytes that were parsed without an error.</param>
    public static bool AreUtf8(MessageDescriptor type, ReadOnlySpan<byte> message)
    {
        while (message.Length > 0)
        {
            var tag = (uint)ReadVarint(ref message);
            switch (WireFormat.GetTagWireType(tag))
            {
                case WireFormat.WireType.Varint:
                    ReadVarint(ref message);
                    break;
                case WireFormat.WireType.Fixed32:
                    message = message[sizeof(uint)..];
                    break;
                case WireFormat.WireType.Fixed64:
                    message = message[sizeof(ulong)..];
                    break;
                case WireFormat.WireType.LengthDelimited:
                    var length = (int)ReadVarint(ref message);
                    if (!IsUtf8(type.FindFieldByNumber(WireFormat.GetTagFieldNumber(tag)), message[..length]))
                    {
                        return false;
                    }

                    message = message[length..];
                    break;
            }
        }

        return true;
    }

    /// <param name="field">Null when nobody knows it.</param>
    private static bool IsUtf8(FieldDescriptor? field, ReadOnlySpan<byte> value) => field?.FieldType switch
    {
        FieldType.String => Utf8.IsValid(value),
        FieldType.Message => AreUtf8(field.MessageType, value),
        _ => true,
    };

    private static ulong ReadVarint(ref ReadOnlySpan<byte> bytes)
    {
        ulong value = 0;
        for (var shift = 0; ; shift += 7)
        {
            var one = bytes[0];
            bytes = bytes[1..];
            value |= (ulong)(one & 0x7F) << shift;
            if (one < 0x80)
            {
                return value;
            }
        }
    }
}
