using System.Text;
using Hotcell.Engine.Executions;

namespace Hotcell.Server.Api;

/// <summary>Turns the output of one execution into text as it comes: a character that is torn between two pieces comes with the second.</summary>
internal sealed class OutputTexts
{
    private readonly Dictionary<(Stage, OutputStream), Decoder> _decoders = [];

    /// <summary>May be empty.</summary>
    public string Add(ExecutionEvent.Output output) => Decode(output.Stage, output.Stream, output.Bytes.Span, flush: false);

    /// <summary>What no further byte has made a character.</summary>
    public string Rest(Stage stage, OutputStream stream) => _decoders.ContainsKey((stage, stream)) ? Decode(stage, stream, [], flush: true) : "";

    private string Decode(Stage stage, OutputStream stream, ReadOnlySpan<byte> bytes, bool flush)
    {
        if (!_decoders.TryGetValue((stage, stream), out var decoder))
        {
            _decoders[(stage, stream)] = decoder = Encoding.UTF8.GetDecoder();
        }

        var text = new char[decoder.GetCharCount(bytes, flush)];
        return new string(text, 0, decoder.GetChars(bytes, text, flush));
    }
}
