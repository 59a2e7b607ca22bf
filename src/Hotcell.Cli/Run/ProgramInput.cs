using Microsoft.Win32.SafeHandles;

namespace Hotcell.Cli.Run;

/// <summary>Reads the program and its standard input.</summary>
internal static class ProgramInput
{
    private static readonly TimeSpan s_silence = TimeSpan.FromSeconds(2);

    /// <summary>
    /// The program's text. With <paramref name="descriptor"/> it comes from an inherited file descriptor and <paramref name="path"/> only names
    /// it: whoever started us may read files that we may not.
    /// </summary>
    /// <exception cref="IOException">It cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    public static async Task<byte[]> ReadProgramAsync(string path, int? descriptor, CancellationToken cancellation)
    {
        if (descriptor is not { } number)
        {
            return await File.ReadAllBytesAsync(path, cancellation);
        }

        await using var stream = new FileStream(new SafeFileHandle(number, ownsHandle: true), FileAccess.Read, bufferSize: 0);
        return await ReadAllAsync(stream, cancellation);
    }

    /// <summary>
    /// Standard input for the program: the file that was named, else our own, else nothing when that is a terminal. All of it is read before the
    /// program starts.
    /// </summary>
    public static async Task<byte[]> ReadStdinAsync(string? path, CancellationToken cancellation)
    {
        if (path is not (null or "-"))
        {
            return await File.ReadAllBytesAsync(path, cancellation);
        }

        if (path is null && !Console.IsInputRedirected)
        {
            return [];
        }

        await using var stdin = Console.OpenStandardInput();
        var reading = ReadAllAsync(stdin, cancellation);
        if (await Task.WhenAny(reading, Task.Delay(s_silence, cancellation)) != reading && !cancellation.IsCancellationRequested)
        {
            await Console.Error.WriteLineAsync("hotcell: reading standard input to its end (</dev/null gives the program none)");
        }

        return await reading;
    }

    private static async Task<byte[]> ReadAllAsync(Stream stream, CancellationToken cancellation)
    {
        using var all = new MemoryStream();
        await stream.CopyToAsync(all, cancellation);
        return all.ToArray();
    }
}
