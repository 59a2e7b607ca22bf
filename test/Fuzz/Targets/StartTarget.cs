using Hotcell.Fuzz.Fuzzing;
using Xunit;

namespace Hotcell.Fuzz.Targets;

/// <summary>The Start frame, as init reads it from a server that it does not trust.</summary>
internal sealed class StartTarget : FuzzTarget
{
    public override string Name => "start";

    public override IReadOnlyList<byte[]> Words { get; } = WordsOf("/bin/sh\0", "/work\0", "a\0", "A=b\0", "\0", "/", "\u0001\0\0\0");

    public override string Run(byte[] input)
    {
        var read = StartReading.ByWarden(input);
        var meant = StartReading.ByFormat(input);
        Assert.Equal(meant is null, read is null);
        if (read is null || meant is null)
        {
            return $"refused, {Math.Min(input.Length / 16, 4)}";
        }

        Assert.Equal(
            (IEnumerable<string>)[meant.Executable, meant.Directory, .. meant.Args, .. meant.Env],
            [read.Executable, read.Directory, .. read.Args, .. read.Env]);
        Assert.Equal(meant.Args.Count, read.Args.Count);
        return $"{Math.Min(read.Args.Count, 4)} arguments, {Math.Min(read.Env.Count, 4)} variables, {(read.Args.Contains("") ? "an empty one" : "")}";
    }
}
