using System.Text.Json;
using Hotcell.Bench.Machine;

namespace Hotcell.Bench.Reporting;

/// <summary>All results of a run, and the machine that they are of.</summary>
internal sealed record Report(MachineFacts Machine, bool Quick)
{
    public List<Section> Sections { get; } = [];

    public List<LanguageRow> Languages { get; } = [];

    /// <summary>Languages that are not in the table, and why.</summary>
    public List<string> NotMeasured { get; } = [];

    public bool AllMet => !Sections.SelectMany(section => section.Missed).Any() && Languages.All(row => row.Ok);

    public async Task WriteJsonAsync(string file)
    {
        await using var stream = File.Create(file);
        await JsonSerializer.SerializeAsync(stream, this, BenchJson.Styled.Report);
    }
}
