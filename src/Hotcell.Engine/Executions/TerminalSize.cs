using Hotcell.Protocol;

namespace Hotcell.Engine.Executions;

/// <summary>How large a terminal is, in characters.</summary>
public readonly record struct TerminalSize(int Columns, int Rows)
{
    /// <summary>Of columns, and of rows; they are 1 at least.</summary>
    public const int Most = WindowSize.Most;

    /// <summary>Of who does not say.</summary>
    public static TerminalSize Usual => new(80, 24);

    /// <summary>Names what is wrong with it: <c>cols</c>, <c>rows</c>, or both.</summary>
    public void Check(ICollection<FieldError> errors)
    {
        foreach (var (field, value) in new[] { ("cols", Columns), ("rows", Rows) })
        {
            if (value is < 1 or > Most)
            {
                errors.Add(FieldError.Of(field, new OutOfRange(1, Most, value)));
            }
        }
    }

    /// <exception cref="OverflowException">It is none that <see cref="Check"/> accepts, by far.</exception>
    internal WindowSize ToWindow() => new() { Columns = checked((ushort)Columns), Rows = checked((ushort)Rows) };
}
