namespace Hotcell.Engine.Fallback;

/// <summary>The fallback could not do it. The message goes on after "The fallback (judge0)", and has nothing of an answer in it: it is for callers and logs.</summary>
internal sealed class Judge0Exception(string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>It never will: this is nothing that a Judge0, or this one, can do.</summary>
    public bool IsFinal { get; init; }
}
