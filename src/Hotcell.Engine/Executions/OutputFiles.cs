namespace Hotcell.Engine.Executions;

/// <summary>The files that a program left, of those that the request asks for.</summary>
/// <param name="Files">By name.</param>
/// <param name="LeftOut">What was asked for and is not here, by name, as far as it is named.</param>
public sealed record OutputFiles(IReadOnlyList<OutputFile> Files, IReadOnlyList<LeftOutFile> LeftOut)
{
    public long Bytes => Files.Sum(file => (long)file.Content.Length);
}

/// <param name="Name">Relative to <c>/work</c>.</param>
public sealed record OutputFile(string Name, ReadOnlyMemory<byte> Content);

/// <param name="Name">Null: of several, the reason says how many.</param>
/// <param name="Reason">For people.</param>
public sealed record LeftOutFile(string? Name, string Reason);
