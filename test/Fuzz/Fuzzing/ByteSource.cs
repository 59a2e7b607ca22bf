namespace Hotcell.Fuzz.Fuzzing;

/// <summary>Takes an input for a row of choices, so that bytes can stand for anything; behind its end are zeros.</summary>
internal ref struct ByteSource(ReadOnlySpan<byte> input)
{
    private ReadOnlySpan<byte> _rest = input;

    public readonly bool IsAtEnd => _rest.IsEmpty;

    public byte Byte()
    {
        if (_rest.IsEmpty)
        {
            return 0;
        }

        var value = _rest[0];
        _rest = _rest[1..];
        return value;
    }

    /// <summary>0 … <paramref name="count"/> − 1.</summary>
    public int Below(int count) => Byte() % count;

    public T OneOf<T>(params ReadOnlySpan<T> choices) => choices[Below(choices.Length)];

    public uint UInt32() => Byte() | ((uint)Byte() << 8) | ((uint)Byte() << 16) | ((uint)Byte() << 24);
}
