namespace Hotcell.Linux.Abi;

/// <summary>The C headers that define what a class of constants, or a struct, copies. A test compiles them and compares every value.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct)]
public sealed class CHeadersAttribute(params string[] headers) : Attribute
{
    public IReadOnlyList<string> Headers { get; } = headers;
}

/// <summary>C's name of a struct, where its size and field offsets are to be compared (fields carry C's names).</summary>
[AttributeUsage(AttributeTargets.Struct)]
public sealed class CStructAttribute(string name) : Attribute
{
    public string Name { get; } = name;
}
