using System.Collections.Frozen;
using System.Text.Json;
using Hotcell.Kit;
using Hotcell.Languages;
using Xunit;

[assembly: AssemblyFixture(typeof(CellsFixture))]
[assembly: CollectionBehavior(DisableTestParallelization = true)]

namespace Hotcell.Languages;

/// <summary>One server for all samples, each in cells that nothing was prepared for: what boots ahead has tests of its own, and would only keep the machine busy here.</summary>
public sealed class CellsFixture() : SampleServer("--ready-cells", "0", "--compile-cache", "0")
{
    internal LanguageTable Table { get; } = new();

    public override async ValueTask DisposeAsync()
    {
        if (LanguageTable.File is { } file)
        {
            await Table.WriteAsync(file, Languages, sample => RunAsync(sample, Samples.ExpectationOf(sample)));
        }

        await base.DisposeAsync();
    }
}

/// <summary>A server that runs samples.</summary>
/// <param name="options">Its own.</param>
public abstract class SampleServer(params string[] options) : ISharedHotcell, IAsyncLifetime
{
    private readonly ServerFixture _server = new() { Options = options };

    /// <summary>Versions of the languages that this machine has, by id.</summary>
    internal FrozenDictionary<string, LanguageAnswer> Languages { get; private set; } = FrozenDictionary<string, LanguageAnswer>.Empty;

    /// <summary>What warden and server wrote.</summary>
    internal string Log => _server.Keeper.Log;

    public int KeeperId => _server.KeeperId;

    public bool HoldsCells => _server.HoldsCells;

    public Task ServeAsync() => _server.ServeAsync();

    public async ValueTask InitializeAsync()
    {
        await _server.InitializeAsync();
        var answer = JsonDocument.Parse(await _server.Client.GetStringAsync("/api/v1/languages")).RootElement;
        Languages = answer.GetProperty("languages").EnumerateArray().Select(LanguageAnswer.Read).ToFrozenDictionary(language => language.Id);
    }

    internal async Task<SampleResult> RunAsync(string sample, Expectation expected) =>
        SampleResult.Read(await _server.RunAsync(Samples.RequestOf(sample, expected)));

    public virtual async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await _server.DisposeAsync();
    }
}

/// <summary>An entry of <c>GET /api/v1/languages</c>.</summary>
internal sealed record LanguageAnswer(string Id, bool Available, string? Version, string? Install)
{
    public static LanguageAnswer Read(JsonElement json) => new(
        json.GetProperty("id").GetString()!,
        json.GetProperty("available").GetBoolean(),
        json.GetProperty("version").GetString(),
        json.GetProperty("install").GetString());
}
