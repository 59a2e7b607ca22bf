using Hotcell.Engine.Executions;
using Hotcell.Engine.Judging;
using Hotcell.Engine.Languages;
using Hotcell.Protocol;

namespace Hotcell.Engine.Fallback;

/// <summary>How a program ended there.</summary>
/// <param name="Stage">Null: it did not compile.</param>
/// <param name="Compile">Null: nothing was compiled that anybody could tell of.</param>
internal sealed record Judge0Run(StageResult? Stage, StageResult? Compile);

/// <summary>A program as a Judge0 server takes it, and what comes back in our words.</summary>
/// <param name="languageId">There.</param>
/// <param name="most">What may be asked for.</param>
internal sealed class Judge0Program(Language language, int languageId, ReadOnlyMemory<byte> code, Judge0Limits most)
{
    public const string Name = "judge0";

    private const int Kilobyte = 1024;

    /// <summary>Judge0's own minima, which are no part of its configuration.</summary>
    private const double LeastWallTime = 1;
    private const long LeastMemory = 2048;

    public Language Language => language;

    /// <summary>Limits are no higher than that server's.</summary>
    public Judge0Submission Submit(ReadOnlyMemory<byte> stdin, Limits limits) => new()
    {
        LanguageId = languageId,
        SourceCode = code.ToArray(),
        Stdin = stdin.ToArray(),
        CpuTimeLimit = Math.Min(limits.CpuTime.TotalSeconds, most.MaxCpuTimeLimit),
        WallTimeLimit = Math.Max(LeastWallTime, Math.Min(limits.WallTime.TotalSeconds, most.MaxWallTimeLimit)),
        MemoryLimit = Math.Max(LeastMemory, Math.Min(limits.Memory.Bytes / Kilobyte, most.MaxMemoryLimit)),
        StackLimit = Math.Min(limits.Stack.Bytes / Kilobyte, most.MaxStackLimit),
        MaxProcessesAndOrThreads = Math.Min(limits.Processes, most.MaxMaxProcessesAndOrThreads),
        MaxFileSize = Math.Min(Math.Max(limits.FileSize.Bytes, limits.Output.Bytes) / Kilobyte, most.MaxMaxFileSize),
    };

    /// <summary>A Judge0 does not tell how much time and memory a compiler took, nor in which order the streams were written: stdout comes first.</summary>
    /// <exception cref="Judge0Exception">The answer says nothing about the program.</exception>
    public Judge0Run RunOf(Judge0Result result, Judge0Submission asked, Limits limits)
    {
        var said = Decode(result.CompileOutput);
        if (result.Status?.Id == Judge0Statuses.CompilationError)
        {
            return new Judge0Run(null, Compiled(said) with { Verdict = Verdict.RuntimeError, ExitCode = 1 });
        }

        var (verdict, exitCode, signal) = Judge0Statuses.EndOf(result, asked);
        var (stdout, stderr) = (Decode(result.Stdout), Decode(result.Stderr));
        var most = (int)Math.Min(limits.Output.Bytes, asked.MaxFileSize * Kilobyte);
        if (stdout.Length > limits.Output.Bytes || stderr.Length > limits.Output.Bytes || (signal == "SIGXFSZ" && Math.Max(stdout.Length, stderr.Length) >= most))
        {
            (verdict, exitCode, signal) = (Verdict.OutputLimit, null, null);
            (stdout, stderr) = (stdout[..Math.Min(stdout.Length, most)], stderr[..Math.Min(stderr.Length, most)]);
        }

        var stage = new StageResult
        {
            Verdict = verdict,
            Output = StageOutput.Of(stdout, stderr),
            ExitCode = exitCode,
            Signal = signal,
            WallTime = Seconds(result.WallTime ?? result.Time),
            CpuTime = Seconds(result.Time),
            PeakMemory = ByteSize.FromKibibytes(Math.Clamp(result.Memory ?? 0, 0, long.MaxValue / Kilobyte / 2)),
        };
        return new Judge0Run(stage, language.Compile is not null || said.Length > 0 ? Compiled(said) : null);
    }

    public ExecutionResult ResultOf(Judge0Run run) => Result(run.Stage?.Verdict ?? Verdict.CompileError) with { Compile = run.Compile, Run = run.Stage };

    public ExecutionResult ResultOf(Judgement judged) => Result(judged.Verdict) with { Compile = language.Compile is null ? null : Compiled([]), Judgement = judged };

    private ExecutionResult Result(Verdict verdict) => new() { Verdict = verdict, Language = language.Id, Isolation = Isolation.None, Fallback = Name };

    private static StageResult Compiled(byte[] said) => new()
    {
        Verdict = Verdict.Ok,
        Output = StageOutput.Of(default, said),
        ExitCode = 0,
        WallTime = TimeSpan.Zero,
        CpuTime = TimeSpan.Zero,
        PeakMemory = default,
    };

    private static byte[] Decode(string? base64)
    {
        try
        {
            return Convert.FromBase64String(base64 ?? "");
        }
        catch (FormatException error)
        {
            throw new Judge0Exception("answered with what is no answer of Judge0", error);
        }
    }

    private static TimeSpan Seconds(double? seconds) => TimeSpan.FromSeconds(seconds is >= 0 and < 1e6 ? seconds.Value : 0);
}
