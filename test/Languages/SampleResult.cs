using System.Text;
using System.Text.Json;
using Hotcell.Engine.Executions;

namespace Hotcell.Languages;

/// <summary>The answer to a sample.</summary>
internal sealed record SampleResult(Verdict Verdict, SampleStage? Compile, SampleStage? Run)
{
    /// <summary>The last stage that there was.</summary>
    public SampleStage Last => Run ?? Compile!;

    public static SampleResult Read(JsonElement json) => new(
        Enum.Parse<Verdict>(json.GetProperty("verdict").GetString()!),
        SampleStage.Read(json.GetProperty("compile")),
        SampleStage.Read(json.GetProperty("run")));

    public override string ToString() => $"{Verdict}\n  compile: {Compile?.ToString() ?? "none"}\n  run: {Run?.ToString() ?? "none"}";
}

internal sealed record SampleStage(JsonElement Json)
{
    public int? ExitCode => Json.GetProperty("exit_code") is { ValueKind: JsonValueKind.Number } code ? code.GetInt32() : null;

    public string? Signal => Json.GetProperty("signal").GetString();

    public string Stdout => Text("stdout");

    public string Stderr => Text("stderr");

    public bool Hot => Json.GetProperty("hot").GetBoolean();

    public double WallTimeMs => Json.GetProperty("wall_time_ms").GetDouble();

    public double PeakMemoryMb => Json.GetProperty("peak_memory_bytes").GetDouble() / (1 << 20);

    public static SampleStage? Read(JsonElement json) => json.ValueKind == JsonValueKind.Null ? null : new SampleStage(json);

    public override string ToString() =>
        $"{Json.GetProperty("verdict")}, exit code {ExitCode}, signal {Signal}, refused {Json.GetProperty("refused_syscall")}, "
        + $"{WallTimeMs:0} ms wall, {Json.GetProperty("cpu_time_ms").GetDouble():0} ms CPU, {PeakMemoryMb:0.0} MiB\n"
        + $"    stdout: {Beginning(Stdout)}\n    stderr: {Beginning(Stderr)}";

    private string Text(string stream) => Encoding.UTF8.GetString(Json.GetProperty(stream).GetBytesFromBase64());

    private static string Beginning(string text) => text[..Math.Min(text.Length, 2000)];
}
