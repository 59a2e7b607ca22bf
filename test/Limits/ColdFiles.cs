using System.Diagnostics;
using Xunit;

namespace Hotcell.Limits;

/// <summary>Files on a disk whose content is not in the page cache: whoever reads them first is charged for them.</summary>
internal sealed class ColdFiles : IDisposable
{
    /// <summary>Beside the test program, which is on a disk; a folder for temporary files may be in memory.</summary>
    private readonly DirectoryInfo _folder = Directory.CreateDirectory(Path.Combine(AppContext.BaseDirectory, "cold-" + Guid.NewGuid().ToString("N")));

    public string Folder => _folder.FullName;

    /// <summary>Path of a new file, relative folders included.</summary>
    public string Make(string name, int bytes)
    {
        var path = Path.Combine(Folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        using (var file = File.Create(path))
        {
            file.Write(new byte[bytes]);
            file.Flush(flushToDisk: true);
        }

        MakeCold(path);
        return path;
    }

    /// <summary>dd(1): "drop cache for whole file".</summary>
    public static void MakeCold(string path) => Run("dd", $"if={path}", "iflag=nocache", "count=0", "status=none");

    public static void Run(string program, params string[] args)
    {
        using var process = Process.Start(program, args);
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
