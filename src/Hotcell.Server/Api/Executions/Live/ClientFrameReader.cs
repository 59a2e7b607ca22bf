using Hotcell.Engine.Executions;
using Hotcell.Server.Http;

namespace Hotcell.Server.Api.Executions.Live;

/// <summary>Reads the text frames of a client. <c>start</c> has the fields of <c>POST /api/v1/executions</c>, and those of a terminal.</summary>
internal static class ClientFrameReader
{
    private const string Auth = "auth";
    private const string Start = "start";
    private const string Resume = "resume";
    private const string Ack = "ack";
    private const string Eof = "eof";
    private const string Resize = "resize";
    private const string Signal = "signal";

    private static readonly string[] s_types = [Auth, Start, Resume, Ack, Eof, Resize, Signal];

    /// <summary>No id and no key is longer.</summary>
    private const int LongestName = 256;

    /// <param name="ranges">Of the limits of interactive programs.</param>
    /// <exception cref="RejectedException">Names every wrong field; those of a program are named when it is to be run, with the engine's.</exception>
    public static ClientFrame Read(ReadOnlyMemory<byte> text, RunLimits ranges)
    {
        try
        {
            using var document = RequestBody.Parse(text);
            var errors = new List<FieldError>();
            var frame = Read(JsonFields.OfBody(document.RootElement, errors), errors, ranges);
            return errors.Count == 0 || frame is ClientFrame.Start ? frame! : throw Wrong(errors);
        }
        catch (RejectedException wrong) when (wrong.Errors is [{ Field: RequestBody.Field } whole])
        {
            throw Wrong([whole with { Field = "frame" }]);
        }
    }

    private static RejectedException Wrong(IReadOnlyList<FieldError> errors) => new(RejectionKind.Invalid, "The frame cannot be read.", errors);

    /// <summary>Null only with errors.</summary>
    private static ClientFrame? Read(JsonFields fields, List<FieldError> errors, RunLimits ranges)
    {
        fields.Require("type");
        var type = fields.Text("type");
        if (type == Start)
        {
            var interaction = TerminalFields.Read(fields);
            var (request, encoding) = ExecutionsReader.Read(fields, errors);
            return new ClientFrame.Start(request with { Request = request.Request with { Interaction = interaction, Ranges = ranges } }, interaction, encoding);
        }

        if (type is not null && !s_types.Contains(type))
        {
            // What else belongs into it, nobody knows.
            fields.Refuse("type", $"must be one of {string.Join(", ", s_types)}");
            return null;
        }

        ClientFrame? frame = type switch
        {
            Auth => new ClientFrame.Auth(Name(fields, "key")),
            Resume => new ClientFrame.Resume(Name(fields, "id"), Offset(fields, "since") ?? 0),
            Ack => AckOf(fields),
            Eof => new ClientFrame.Eof(),
            Resize => new ClientFrame.Resize(TerminalFields.ReadChange(fields, errors)),
            Signal => SignalOf(fields),
            _ => null,
        };
        if (frame is not null)
        {
            fields.RefuseOthers();
        }

        return frame;
    }

    private static string Name(JsonFields fields, string name)
    {
        fields.Require(name);
        var text = fields.Text(name) ?? "";
        if (text.Length > LongestName)
        {
            fields.Refuse(name, $"must not be longer than {LongestName} characters");
        }

        return text;
    }

    private static ClientFrame.Ack AckOf(JsonFields fields)
    {
        const string Name = "offset";
        fields.Require(Name);
        return new ClientFrame.Ack(Offset(fields, Name) ?? 0);
    }

    /// <summary>A place in the output.</summary>
    private static int? Offset(JsonFields fields, string name)
    {
        var offset = fields.Whole(name);
        if (offset < 0)
        {
            fields.Refuse(name, "must not be less than 0");
        }

        return offset;
    }

    private static ClientFrame SignalOf(JsonFields fields)
    {
        const string Name = "signal";
        fields.Require(Name);
        return fields.Choice(Name, "kill", "interrupt", "terminate") switch
        {
            "interrupt" => new ClientFrame.Signal(ProgramSignal.Interrupt),
            "terminate" => new ClientFrame.Signal(ProgramSignal.Terminate),
            _ => new ClientFrame.Kill(),
        };
    }
}
