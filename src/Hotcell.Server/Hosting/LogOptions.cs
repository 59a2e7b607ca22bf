using Hotcell.Engine;
using Hotcell.Server.Logs;

namespace Hotcell.Server.Hosting;

/// <summary>Reads where logs go. A folder that cannot be written is told at the start: later nobody would look.</summary>
internal static class LogOptions
{
    private const string FolderOption = "--logs";
    private const string FormatOption = "--log-format";
    private const string FolderVariable = "HOTCELL_LOGS";
    private const string Off = "off";

    public static LogSettings Read(OptionValues values, Func<string, string?> environment)
    {
        var form = values.Text(FormatOption) ?? "text";
        if (form is not ("text" or "json"))
        {
            values.Refuse(FormatOption, "must be text or json");
        }

        var settings = new LogSettings { Folder = ReadFolder(values, environment), Console = form == "json" ? ConsoleForm.Json : ConsoleForm.Text };
        return settings with
        {
            FileSize = values.Number("--log-file-size", least: 1, most: 4096) is { } mebibytes ? ByteSize.FromMebibytes(mebibytes) : settings.FileSize,
            Files = values.Number("--log-files", least: 2, most: 10_000) ?? settings.Files,
        };
    }

    private static string? ReadFolder(OptionValues values, Func<string, string?> environment)
    {
        var folder = values.Text(FolderOption) ?? environment(FolderVariable);
        if (folder is null or "" or Off)
        {
            return null;
        }

        try
        {
            folder = Path.GetFullPath(folder);
            Directory.CreateDirectory(folder);
            using var probe = new FileStream(Path.Combine(folder, $".probe-{Environment.ProcessId}"), FileMode.CreateNew, FileAccess.Write, FileShare.None, 1, FileOptions.DeleteOnClose);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            values.Errors.Add($"{FolderOption}: {folder} cannot be written by the user that the server runs as: {error.Message}");
        }

        return folder;
    }
}
