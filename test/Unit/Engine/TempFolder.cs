namespace Hotcell.Unit.Engine;

/// <summary>A folder that is gone after the test.</summary>
internal sealed class TempFolder : IDisposable
{
    public string Root { get; } = Directory.CreateTempSubdirectory("hotcell-unit-").FullName;

    public string In(string path) => Path.Combine(Root, path);

    public void Write(string path, string content)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(In(path))!);
        File.WriteAllText(In(path), content);
    }

    /// <summary>A file that anybody may execute, were it a program.</summary>
    public void WriteExecutable(string path)
    {
        Write(path, "");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(In(path), (UnixFileMode)0b111_101_101);
        }
    }

    public void Link(string path, string target)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(In(path))!);
        File.CreateSymbolicLink(In(path), target);
    }

    public void Dispose() => Directory.Delete(Root, recursive: true);
}
