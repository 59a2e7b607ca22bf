using System.Text;
using Hotcell.Engine.Cells;
using Hotcell.Engine.Images;
using Hotcell.Engine.Languages;

namespace Hotcell.Engine.Executions;

/// <summary>Makes every choice that a request leaves open: limits, commands, and whether a stage can have booted before the program came.</summary>
internal sealed class ExecutionPlanner(EngineOptions options)
{
    /// <summary>What must be left of the disk after the files, so that a program or compiler can begin.</summary>
    public static ByteSize SpareDisk { get; } = ByteSize.FromMebibytes(1);

    /// <param name="request">Each of its fields has been found right by itself.</param>
    /// <param name="language">That the request names.</param>
    /// <param name="image">That has its toolchain.</param>
    /// <param name="files">Of the request, with names.</param>
    /// <param name="memoryCeiling">What the warden gives at most.</param>
    public ExecutionPlan Plan(ExecutionRequest request, Language language, Image image, IReadOnlyList<SourceFile> files, ByteSize memoryCeiling)
    {
        var run = RunLimits(request, language).Within(memoryCeiling);
        var compile = language.Compile is { } stage ? options.Compile.With(stage.Limits).Within(memoryCeiling) : null;
        var values = new TemplateValues
        {
            Source = files[0].Name!,
            Sources = SourceNaming.Sources(language, files),
            Args = request.Args,
            Variables = SourceNaming.VariablesIn(language, files[0].Content),
            Memory = run.Memory,
            Cpus = run.Cpus,
        };
        var cold = new StagePlan(Stage.Run, run, StageCommands.For(language.Run, image, values, EnvOf(request)));
        return new ExecutionPlan
        {
            Language = language,
            Image = image,
            Files = files,
            Stdin = request.Stdin,
            Interaction = request.Interaction,
            Tenant = request.Caller.Id,
            MayCache = request.Cache,
            OutputFiles = request.OutputFiles.Count > 0 ? new FilePatterns(request.OutputFiles) : null,
            Compile = compile is null ? null : PlanCompile(language.Compile!, compile, image, values with { Memory = compile.Memory, Cpus = compile.Cpus }),
            MaxArtifact = compile is null ? default : new ByteSize(Math.Min(options.MaxArtifact.Bytes, CellPlanner.WorkSize(run).Bytes - SpareDisk.Bytes)),
            Run = PlanRun(language.Run, Bootable(language, request, files), cold, image, values),
        };
    }

    /// <summary>
    /// With the kind of its terminal. Not with the size, which a variable could not follow: programs ask the terminal, unless LINES or COLUMNS say something else.
    /// </summary>
    private static IReadOnlyDictionary<string, string> EnvOf(ExecutionRequest request)
    {
        if (request.Interaction?.Terminal is null)
        {
            return request.Env;
        }

        var env = new Dictionary<string, string>(request.Env, StringComparer.Ordinal);
        env.TryAdd("TERM", "xterm-256color");
        return env;
    }

    /// <summary>What the program may have, wherever it runs.</summary>
    public Limits RunLimits(ExecutionRequest request, Language language)
    {
        var ranges = request.RangesOf(options);
        return FollowWallTime(ranges.Defaults.With(language.Run.Limits).With(request.Limits), request.Limits).Within(ranges);
    }

    /// <summary>
    /// How the program's runtime can have booted before the program came: not with variables of its environment, which a runtime reads when it
    /// starts, not for a file of another name than most have, or one that begins with options of its own (<c>#!</c>), and not for a terminal, which it would look for
    /// when it starts. A runtime that is held by its program's file has looked at its arguments.
    /// </summary>
    private static LanguageBoot? Bootable(Language language, ExecutionRequest request, IReadOnlyList<SourceFile> files) =>
        language.Run.Boot is { } boot
        && request is { Env.Count: 0, Interaction: null or { Terminal: null } }
        && files[0].Name == SourceNaming.MostCommonName(language)
        && (boot.Hold != BootHold.Own || !files[0].Content.Span.StartsWith("#!"u8))
        && (boot.Hold is BootHold.Own or BootHold.Start || request.Args.Count == 0)
        && boot.Unless?.IsMatch(Encoding.UTF8.GetString(files[0].Content.Span)) != true ? boot : null;

    /// <summary>
    /// What binds the runtime from its boot on is as high as any program may ask for; what it is told later can only be lower.
    /// </summary>
    private StagePlan PlanRun(LanguageStage stage, LanguageBoot? boot, StagePlan cold, Image image, TemplateValues values) =>
        boot is null ? cold : WithBoot(cold, stage, boot, image, values, findsProgram: true, cold.Limits with { CpuTime = options.Run.CpuTime.Maximum, Output = options.Run.Output.Maximum });

    /// <summary>A compiler has no limits or environment of the caller's, and opens no file before it is told of it: it can always have booted.</summary>
    private static StagePlan PlanCompile(LanguageStage stage, Limits limits, Image image, TemplateValues values)
    {
        var cold = new StagePlan(Stage.Compile, limits, StageCommands.For(stage, image, values, NoEnv));
        return stage.Boot is { } boot ? WithBoot(cold, stage, boot, image, values, findsProgram: false, limits) : cold;
    }

    private static StagePlan WithBoot(StagePlan cold, LanguageStage stage, LanguageBoot boot, Image image, TemplateValues values, bool findsProgram, Limits most)
    {
        var (command, handOver) = StageCommands.ForBoot(cold.Command, stage, boot, image, values);
        return cold with { Boot = new BootPlan(command, findsProgram && boot.Hold != BootHold.Start ? handOver.Argv[0] : null, most, boot.Memory), HandOver = handOver };
    }

    /// <summary>Who grants a longer wall clock and says nothing of CPU time means a program that computes that long.</summary>
    private Limits FollowWallTime(Limits limits, RequestedLimits asked)
    {
        var all = limits.WallTime * limits.Cpus;
        return asked is { WallTime: not null, CpuTime: null } && all > limits.CpuTime
            ? limits with { CpuTime = all < options.Run.CpuTime.Maximum ? all : options.Run.CpuTime.Maximum }
            : limits;
    }

    private static Dictionary<string, string> NoEnv { get; } = [];
}
