namespace Hotcell.Linux;

/// <summary>Writes names and numbers as ASCII into memory of the caller, for code that may not allocate. What does not fit is an error of the caller's sizing: it is cut, and <see cref="Overflowed"/>.</summary>
public unsafe ref struct AsciiWriter(byte* buffer, int capacity)
{
    private readonly byte* _buffer = buffer;
    private readonly int _capacity = capacity;

    /// <summary>Bytes written, without the terminating NUL.</summary>
    public int Length { get; private set; }

    public bool Overflowed { get; private set; }

    public AsciiWriter Text(ReadOnlySpan<byte> text)
    {
        foreach (var character in text)
        {
            Put(character);
        }

        return this;
    }

    public AsciiWriter Number(ulong value)
    {
        var digits = stackalloc byte[20];
        var count = 0;
        do
        {
            digits[count++] = (byte)('0' + (value % 10));
            value /= 10;
        }
        while (value != 0);

        while (count > 0)
        {
            Put(digits[--count]);
        }

        return this;
    }

    /// <summary>The text, NUL-terminated.</summary>
    public readonly byte* Terminated()
    {
        _buffer[Length] = 0;
        return _buffer;
    }

    private void Put(byte character)
    {
        if (Length + 1 >= _capacity)
        {
            Overflowed = true;
            return;
        }

        _buffer[Length++] = character;
    }
}
