using Hotcell.Engine;

namespace Hotcell.Server.Logs;

/// <summary>How the console tells.</summary>
internal enum ConsoleForm
{
    /// <summary><see cref="LogLine"/>, without the log of requests.</summary>
    Text,

    /// <summary><see cref="LogDocument"/>, of all logs.</summary>
    Json,
}

/// <summary>What is logged where.</summary>
internal sealed record LogSettings
{
    public const int DefaultFiles = 10;

    /// <summary>Of the files, which exists and can be written; null: there are none.</summary>
    public string? Folder { get; init; }

    /// <summary>Null: it has no log.</summary>
    public ConsoleForm? Console { get; init; } = ConsoleForm.Text;

    /// <summary>After which a file is followed by another, as it is at the end of a day.</summary>
    public ByteSize FileSize { get; init; } = ByteSize.FromMebibytes(16);

    /// <summary>Of each log, besides the one that is written; the oldest goes when there are more.</summary>
    public int Files { get; init; } = DefaultFiles;
}
