namespace Hotcell.Bench;

/// <summary>Something could not be measured, or was answered wrong: the message says what, and no number is printed for it.</summary>
internal sealed class BenchException(string message) : Exception(message);
