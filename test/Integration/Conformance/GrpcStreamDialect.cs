using System.Text;
using Hotcell.Engine.Documents;
using Hotcell.Integration.Grpc;
using Hotcell.V1;
using Xunit;

namespace Hotcell.Integration.Conformance;

/// <summary>gRPC <c>ExecuteStream</c>: outputs as they were told on the way, which are bytes.</summary>
internal sealed class GrpcStreamDialect() : GrpcDialect("grpc-stream", GrpcClient.ExecuteStream)
{
    protected override Outcome Read(GrpcAnswer answer)
    {
        var events = answer.Frames.Select(frame => ExecuteEvent.Parser.ParseFrom(frame.Bytes)).ToList();
        var end = Read(events[^1].Finished);
        Assert.Equal(("", ""), (end.Stdout, end.Stderr));
        var ran = events.Any(one => one.Started?.Stage == Stage.Run);
        var outputs = events.Select(one => one.Output).Where(output => output?.Stage == (ran ? Stage.Run : Stage.Compile)).ToList();
        var pieces = outputs.Select(output =>
            (output.Stream == OutputStream.Stdout ? Hotcell.Engine.Executions.OutputStream.Stdout : Hotcell.Engine.Executions.OutputStream.Stderr, output.Data.Memory));
        var both = new OutputText(pieces, outputs.Sum(output => output.Data.Length), OutputEncoding.Utf8).ToString();
        return end with { Stdout = ran ? TextOf(OutputStream.Stdout) : "", Stderr = ran ? TextOf(OutputStream.Stderr) : both, Interleaved = both };

        string TextOf(OutputStream stream) => Encoding.UTF8.GetString([.. outputs.Where(output => output.Stream == stream).SelectMany(output => output.Data)]);
    }
}
