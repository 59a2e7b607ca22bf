using System.Collections.Concurrent;
using System.Text;
using Hotcell.Engine.Cells;
using Hotcell.Engine.Executions;
using Hotcell.Engine.Languages;

namespace Hotcell.Engine.Images;

/// <summary>
/// Asks languages for their versions: each once, when first wanted, in a cell like any program's. What failed is asked again next time.
/// </summary>
internal sealed class VersionProbe(
    WardenClient client, StageRunner stages, Limits limits, TimeSpan wardenPatience, CancellationToken engineStop) : IDisposable
{
    private const int LongestVersion = 200;

    private readonly ConcurrentDictionary<(string Language, ushort Image, uint Version), string> _known = new();

    /// <summary>One after the other: nobody waits for a version in a hurry, and programs come first.</summary>
    private readonly SemaphoreSlim _turn = new(1);

    /// <summary>The version, if it was asked for before.</summary>
    public string? Known(Language language, Image image) => _known.GetValueOrDefault((language.Id, image.Handle, image.Version));

    /// <summary>The version; null when the probe did not succeed.</summary>
    public async Task<string?> AskAsync(Language language, Image image, CancellationToken cancellation)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation, engineStop);
        await _turn.WaitAsync(stop.Token);
        try
        {
            if (Known(language, image) is null && image.TryUse(out var use))
            {
                using (use)
                {
                    if (await RunAsync(language, image, stop.Token) is { } version)
                    {
                        _known[(language.Id, image.Handle, image.Version)] = version;
                    }
                }
            }

            return Known(language, image);
        }
        catch (Exception failed) when (failed is SystemFaultException or TimeoutException or WardenLostException)
        {
            return null;
        }
        finally
        {
            _turn.Release();
        }
    }

    public void Dispose() => _turn.Dispose();

    private async Task<string?> RunAsync(Language language, Image image, CancellationToken stop)
    {
        var warden = await client.ConnectionAsync(wardenPatience, stop);
        var values = new TemplateValues
        {
            Source = language.SourceFile,
            Sources = [],
            Args = [],
            Variables = new Dictionary<string, string>(),
            Memory = limits.Memory,
            Cpus = limits.Cpus,
        };
        var command = StageCommands.For(new LanguageStage { Argv = language.VersionProbe }, image, values, new Dictionary<string, string>());
        var run = new StagePlan(Stage.Run, limits.Within(client.MemoryCeiling), command);
        var plan = new ExecutionPlan { Language = language, Image = image, Files = [], Stdin = default, Compile = null, Run = run };
        var result = await stages.RunAsync(warden, plan, run, new StageLinks(), new OutputLog(), () => { }, stop);
        return result.Verdict == Verdict.Ok ? FirstLine(result.Stdout) ?? FirstLine(result.Stderr) : null;
    }

    private static string? FirstLine(ReadOnlyMemory<byte> output) =>
        Encoding.UTF8.GetString(output.Span).Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) is [var line, ..]
            ? line[..Math.Min(line.Length, LongestVersion)]
            : null;
}
