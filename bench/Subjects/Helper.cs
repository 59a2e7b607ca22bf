using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Hotcell.Bench.Subjects;

/// <summary>A run or a request, by the clock of a <see cref="Helper"/>.</summary>
/// <param name="Begun">CLOCK_MONOTONIC, in nanoseconds.</param>
/// <param name="Nanoseconds">From then to the end.</param>
internal sealed record TimedAnswer(long Begun, long Nanoseconds, int Status, byte[] Output)
{
    public double Milliseconds => Nanoseconds / 1e6;
}

/// <summary>
/// A small C program that starts or asks what is measured, and holds the clock (Subjects/helper.h): neither this runtime's size nor its threads are in
/// the numbers. Used by one thread at a time.
/// </summary>
internal sealed class Helper : IDisposable
{
    private readonly Process _process;

    /// <param name="start">Its command, folder and environment.</param>
    public Helper(ProcessStartInfo start)
    {
        start.RedirectStandardInput = start.RedirectStandardOutput = true;
        _process = Process.Start(start)!;
    }

    /// <summary>Where the source of one of ours is.</summary>
    public static string SourceOf(string name) => Path.Combine(AppContext.BaseDirectory, "Subjects", $"{name}.c");

    /// <summary>Compiles a C program into <paramref name="folder"/>.</summary>
    /// <param name="source">Its path.</param>
    /// <returns>The program's.</returns>
    /// <exception cref="BenchException">There is no gcc, or it failed.</exception>
    public static async Task<string> BuildAsync(string source, string folder)
    {
        var program = Path.Combine(folder, Path.GetFileNameWithoutExtension(source));
        var gcc = HostPath.Find("gcc") ?? throw new BenchException("there is no gcc, which compiles the helpers that hold the clock");
        var (code, output) = await Commands.RunAsync(gcc, "-O2", "-o", program, source);
        return code == 0 ? program : throw new BenchException($"{source} does not compile: {output}");
    }

    /// <exception cref="BenchException">It ended; it has said why on standard error.</exception>
    public TimedAnswer Ask(ReadOnlySpan<byte> question)
    {
        try
        {
            _process.StandardInput.BaseStream.Write(question);
            _process.StandardInput.BaseStream.Flush();
            var head = new Head();
            _process.StandardOutput.BaseStream.ReadExactly(MemoryMarshal.AsBytes(new Span<Head>(ref head)));
            var output = new byte[head.Length];
            _process.StandardOutput.BaseStream.ReadExactly(output);
            return new TimedAnswer(head.Begun, head.Nanoseconds, head.Status, output);
        }
        catch (IOException)
        {
            throw new BenchException($"a helper ended: {_process.StartInfo.FileName}");
        }
    }

    public void Dispose()
    {
        _process.StandardInput.Close();
        _process.WaitForExit();
        _process.Dispose();
    }

    /// <summary><c>struct answer</c> of helper.h.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private readonly record struct Head(long Begun, long Nanoseconds, int Status, int Length);
}
