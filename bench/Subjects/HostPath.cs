namespace Hotcell.Bench.Subjects;

/// <summary>Where programs are looked up: where a cell looks too, so that both sides of a comparison run the same files.</summary>
internal static class HostPath
{
    public const string Variable = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

    /// <summary>Absolute path of an executable, as it is seen from within <paramref name="root"/>; null when it is not installed.</summary>
    public static string? Find(string executable, string root = "") => Variable.Split(':').Select(folder => $"{folder}/{executable}").FirstOrDefault(path => File.Exists(root + path));
}
