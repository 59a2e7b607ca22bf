using Hotcell.Engine.Executions;
using Hotcell.Server.Http;

namespace Hotcell.Server.Api;

/// <summary>The terminal of an interactive program in a request, the same in every dialect that has them: <c>tty</c>, <c>cols</c>, <c>rows</c>.</summary>
internal static class TerminalFields
{
    /// <summary>The side that stays open of a program with a terminal, where one is asked for, or of one without; without one a size means nothing.</summary>
    public static Interaction Read(JsonFields fields)
    {
        var size = Size(fields);
        return new Interaction(fields.Flag("tty") ?? false ? size : null);
    }

    /// <summary>The size of a terminal that is there, whole and right.</summary>
    public static TerminalSize ReadChange(JsonFields fields, ICollection<FieldError> errors)
    {
        fields.Require("cols");
        fields.Require("rows");
        var size = Size(fields);
        size.Check(errors);
        return size;
    }

    /// <summary>Nobody knows yet whether it is right; what is missing is as usual.</summary>
    private static TerminalSize Size(JsonFields fields) => new(fields.Whole("cols") ?? TerminalSize.Usual.Columns, fields.Whole("rows") ?? TerminalSize.Usual.Rows);
}
