using Hotcell.Bench.Machine;
using Hotcell.Bench.Reporting;

namespace Hotcell.Bench.Sections;

/// <summary>Resident memory of our own processes after all the load before.</summary>
internal static class Footprint
{
    private const double Megabyte = 1e6;
    private const double MostOfServer = 200;
    private const double MostOfWarden = 20;

    public static Section Measure(Workbench bench)
    {
        var section = new Section("Resident memory after the load");
        section.Add("server", ProcessTree.ResidentBytesOf(bench.Hotcell.ServerId) / Megabyte, Units.Megabytes, Target.NoMoreThan(MostOfServer));
        section.Add("warden", ProcessTree.ResidentBytesOf(bench.Hotcell.WardenId) / Megabyte, Units.Megabytes, Target.NoMoreThan(MostOfWarden));
        section.Add("keeper, which restarts the warden", ProcessTree.ResidentBytesOf(bench.Hotcell.KeeperId) / Megabyte, Units.Megabytes);
        return section;
    }
}
