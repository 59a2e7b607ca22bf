using System.Buffers.Binary;
using System.Diagnostics;
using System.Net;

namespace Hotcell.Bench.Subjects;

/// <summary>Programs that are posted one after the other, over one connection, by a helper (poster.c): what is timed is the server, not a client's runtime.</summary>
/// <param name="helper">Its path.</param>
internal sealed class TimedPosts(string helper, Uri server) : IDisposable
{
    public const string Name = "poster";

    private readonly Helper _helper = new(new ProcessStartInfo(helper, [$"{server.Port}"]));

    /// <returns>Milliseconds from the request to the last byte of the answer.</returns>
    /// <exception cref="BenchException">Another answer than the right one.</exception>
    public double Run(HttpProgram program) => Ask(program).Answer.Milliseconds;

    /// <inheritdoc cref="Run"/>
    /// <returns>When the request began, as CLOCK_MONOTONIC in nanoseconds, and its answer.</returns>
    public (long Begun, HttpAnswer Answer) Ask(HttpProgram program)
    {
        var question = new byte[sizeof(int) + program.Body.Length];
        BinaryPrimitives.WriteInt32LittleEndian(question, program.Body.Length);
        program.Body.CopyTo(question, sizeof(int));
        var answer = _helper.Ask(question);
        return (answer.Begun, program.Read((HttpStatusCode)answer.Status, answer.Output, answer.Milliseconds));
    }

    public void Dispose() => _helper.Dispose();
}
