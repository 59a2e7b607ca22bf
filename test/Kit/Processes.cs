using System.Globalization;

namespace Hotcell.Kit;

/// <summary>The processes of the machine, as /proc tells.</summary>
public static class Processes
{
    private const string WardenName = "hotcell-warden";

    /// <summary>Living children of <paramref name="pid"/> (zombies too).</summary>
    public static IReadOnlyList<int> ChildrenOf(int pid)
    {
        try
        {
            return
            [
                .. Directory.GetDirectories($"/proc/{pid}/task")
                    .SelectMany(task => File.ReadAllText(Path.Combine(task, "children")).Split(' ', StringSplitOptions.RemoveEmptyEntries))
                    .Select(text => int.Parse(text, CultureInfo.InvariantCulture)),
            ];
        }
        catch (IOException)
        {
            return [];
        }
    }

    /// <summary>All processes below <paramref name="pid"/>.</summary>
    public static IReadOnlyList<int> Below(int pid) => [.. ChildrenOf(pid).SelectMany(child => Below(child).Prepend(child))];

    /// <summary>First 15 characters of the name; empty when the process is gone.</summary>
    public static string NameOf(int pid)
    {
        try
        {
            return File.ReadAllText($"/proc/{pid}/comm").Trim();
        }
        catch (IOException)
        {
            return "";
        }
    }

    /// <summary>proc_pid_stat(5): runs, in the foreground of its terminal.</summary>
    public static bool IsForeground(int pid)
    {
        try
        {
            var fields = File.ReadAllText($"/proc/{pid}/stat").Split(") ")[^1].Split(' ');
            return fields[0] == "S" && fields[2] == fields[5];
        }
        catch (IOException)
        {
            return false;
        }
    }

    /// <summary>The warden that <paramref name="keeper"/> runs.</summary>
    public static int WardenOf(int keeper) => ChildrenOf(keeper).Single(child => NameOf(child) == WardenName);

    /// <summary>The command that <paramref name="keeper"/> runs.</summary>
    public static int CommandOf(int keeper) => ChildrenOf(keeper).Single(child => NameOf(child) is not (WardenName or ""));

    /// <summary>Open descriptors, those of folders too, as what they point to.</summary>
    public static IReadOnlyList<string> DescriptorsOf(int pid)
    {
        try
        {
            return [.. Directory.GetFileSystemEntries($"/proc/{pid}/fd").Select(fd => new FileInfo(fd).LinkTarget ?? "?")];
        }
        catch (IOException)
        {
            return [];
        }
    }
}
