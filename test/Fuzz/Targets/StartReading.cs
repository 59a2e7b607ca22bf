using System.Runtime.InteropServices;
using System.Text;
using Hotcell.Protocol;
using Hotcell.Warden.Cells;
using Xunit;

namespace Hotcell.Fuzz.Targets;

/// <summary>A Start payload taken apart, twice: by the warden's code, and as its format is written down.</summary>
internal sealed record StartReading(string Executable, string Directory, IReadOnlyList<string> Args, IReadOnlyList<string> Env)
{
    private const uint DayInMilliseconds = 24 * 60 * 60 * 1000;
    private const byte Canary = 0xa5;

    /// <summary>By <see cref="StartParser"/>; null when it refuses.</summary>
    public static unsafe StartReading? ByWarden(ReadOnlySpan<byte> payload)
    {
        // What init has: one frame, in buffers of fixed size, with somebody else's memory behind them.
        const int Behind = 4096;
        var memory = (byte*)NativeMemory.AllocZeroed((nuint)(sizeof(InitBuffers) + Behind));
        try
        {
            new Span<byte>(memory + sizeof(InitBuffers), Behind).Fill(Canary);
            var buffers = (InitBuffers*)memory;
            payload.CopyTo(new Span<byte>(buffers->Start, FrameHeader.MaxPayload));
            StartRequest start = default;
            var length = payload.Length;
            var accepted = StartParser.TryParse(buffers, length, &start);
            Assert.True(new ReadOnlySpan<byte>(memory + sizeof(InitBuffers), Behind).IndexOfAnyExcept(Canary) < 0, "It wrote behind its buffers.");
            return accepted ? new StartReading(Text(start.Executable), Text(start.Directory), Texts(start.Argv), Texts(start.Envp)) : null;

            string Text(byte* text)
            {
                Assert.True(text >= buffers->Start && text < buffers->Start + length, "A string lies outside the payload.");
                return Encoding.Latin1.GetString(MemoryMarshal.CreateReadOnlySpanFromNullTerminated(text)) is var one && IsUtf8(one)
                    ? Encoding.UTF8.GetString(Encoding.Latin1.GetBytes(one))
                    : one;
            }

            List<string> Texts(byte** array)
            {
                var texts = new List<string>();
                for (; *array != null; array++)
                {
                    texts.Add(Text(*array));
                }

                return texts;
            }
        }
        finally
        {
            NativeMemory.Free(memory);
        }
    }

    /// <summary>As docs/warden-protocol.md has it; null when it is no Start.</summary>
    public static StartReading? ByFormat(ReadOnlySpan<byte> payload)
    {
        if (!Wire.TryRead<StartHeader>(payload, out var header)
            || header.WallMilliseconds is 0 or > DayInMilliseconds || header.CpuMilliseconds is 0 or > DayInMilliseconds
            || header.ArgCount is 0 or > InitBuffers.MaxStrings || header.EnvCount > InitBuffers.MaxStrings
            || (header.Terminal is not { Columns: 0, Rows: 0 } and not { Columns: >= 1 and <= 1000, Rows: >= 1 and <= 1000 }))
        {
            return null;
        }

        var rest = payload[StartHeader.Size..];
        if (rest.IsEmpty || rest[^1] != 0)
        {
            return null;
        }

        string[] strings = [.. Encoding.Latin1.GetString(rest[..^1]).Split('\0').Select(one => IsUtf8(one) ? Encoding.UTF8.GetString(Encoding.Latin1.GetBytes(one)) : one)];
        return strings.Length == 2 + header.ArgCount + header.EnvCount && strings[0].StartsWith('/') && strings[1].StartsWith('/')
            ? new StartReading(strings[0], strings[1], strings[2..(2 + header.ArgCount)], strings[(2 + header.ArgCount)..])
            : null;
    }

    private static bool IsUtf8(string latin1) => System.Text.Unicode.Utf8.IsValid(Encoding.Latin1.GetBytes(latin1));
}
