namespace Hotcell.Fuzz.Fuzzing;

/// <summary>Something that takes bytes from outside.</summary>
internal abstract class FuzzTarget : IDisposable
{
    /// <summary>Name of its folder in the corpus.</summary>
    public abstract string Name { get; }

    /// <summary>Words that its inputs are made of: what random bytes would take too long to find.</summary>
    public virtual IReadOnlyList<byte[]> Words => [];

    /// <summary>No input is longer, in bytes.</summary>
    public virtual int LongestInput => 2048;

    /// <summary>Inputs of an ordinary run: fewer for what is slow.</summary>
    public virtual int Rounds => 4000;

    /// <summary>Gets ready to run; <see cref="Dispose"/> undoes it.</summary>
    public virtual FuzzTarget Begin() => this;

    /// <summary>
    /// Gives it the input. Returns what came of it in a few words, the same for inputs that went the same way. Throws when something that must
    /// always hold does not.
    /// </summary>
    public abstract string Run(byte[] input);

    public virtual void Dispose()
    {
    }

    protected static IReadOnlyList<byte[]> WordsOf(params IEnumerable<string> words) => [.. words.Select(System.Text.Encoding.UTF8.GetBytes)];
}
