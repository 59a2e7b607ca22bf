using System.Runtime.Versioning;
using System.Text.Json;

namespace Hotcell.Engine.Keys;

/// <summary>The file of keys is not as it should be. The message has one line per error, and nothing of a secret.</summary>
public sealed class KeyFileException(string message) : Exception(message);

/// <summary>
/// The keys of one server, in a file. Theory of operation: the command line tool changes the file, the server reads it; both as the same user, to whom
/// alone it belongs. A change is a new file that takes the old one's name, so a reader sees the old keys or the new ones, and knows by
/// <see cref="Stamp"/> that there are others. Those who change it take turns by a lock beside it. There are no secrets in it, only their hashes.
/// </summary>
public sealed class KeyFile(string path)
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode Others = ~(OwnerOnly | UnixFileMode.UserExecute);
    private const long MostBytes = 16 * 1024 * 1024;
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(10);

    public string Path => path;

    /// <summary>Equal as long as the file is the same; cheap.</summary>
    public (DateTime Written, long Length) Stamp()
    {
        var file = new FileInfo(path);
        return file.Exists ? (file.LastWriteTimeUtc, file.Length) : default;
    }

    /// <summary>None when there is no file.</summary>
    /// <exception cref="KeyFileException">It is not what <see cref="ChangeAsync"/> writes, or others may read or write it.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">As well.</exception>
    public IReadOnlyList<KeyEntry> Read()
    {
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            if ((new FileInfo(path).UnixFileMode & Others) != 0)
            {
                throw new KeyFileException($"{path}: belongs to its owner alone, and others have rights on it; chmod 600 {path}");
            }

            if (file.Length > MostBytes)
            {
                throw new KeyFileException($"{path}: is larger than {new ByteSize(MostBytes)}");
            }

            var entries = JsonSerializer.Deserialize(file, KeyJson.Styled.KeyDocument)?.Keys;
            return entries is null || entries.Contains(null!) ? throw new JsonException() : Check(entries);
        }
        catch (Exception none) when (none is FileNotFoundException or DirectoryNotFoundException)
        {
            return [];
        }
        catch (JsonException error)
        {
            throw new KeyFileException($"{path}: is not a file of keys{(error.LineNumber is { } line ? $" (line {line + 1})" : "")}");
        }
    }

    /// <summary>The keys of the entries.</summary>
    public IReadOnlyList<ApiKey> ReadKeys() => [.. Read().Select(entry => entry.ToKey())];

    /// <summary>Writes what <paramref name="change"/> makes of the entries.</summary>
    /// <exception cref="KeyFileException">The result is wrong, or others are changing the file for too long.</exception>
    [UnsupportedOSPlatform("windows")]
    public async Task ChangeAsync(Func<IReadOnlyList<KeyEntry>, IReadOnlyList<KeyEntry>> change, TimeProvider time, CancellationToken cancellation)
    {
        await using var turn = await LockAsync(time, cancellation);
        var document = new KeyDocument(Check(change(Read())));
        var temporary = $"{path}.{Environment.ProcessId}.tmp";
        try
        {
            await using (var file = new FileStream(temporary, new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write, UnixCreateMode = OwnerOnly }))
            {
                await JsonSerializer.SerializeAsync(file, document, KeyJson.Styled.KeyDocument, cancellation);
                file.Flush(flushToDisk: true);
            }

            File.Move(temporary, path, overwrite: true);
        }
        finally
        {
            File.Delete(temporary);
        }
    }

    [UnsupportedOSPlatform("windows")]
    private async Task<FileStream> LockAsync(TimeProvider time, CancellationToken cancellation)
    {
        for (var since = time.GetTimestamp(); ; await Task.Delay(s_pause, time, cancellation))
        {
            try
            {
                // Without sharing it is flock(2), exclusive.
                return new FileStream(path + ".lock", new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = FileShare.None, UnixCreateMode = OwnerOnly });
            }
            catch (IOException error) when (error is not (FileNotFoundException or DirectoryNotFoundException))
            {
                if (time.GetElapsedTime(since) > s_patience)
                {
                    throw new KeyFileException($"{path}: another command has been changing it for {s_patience.TotalSeconds:0} s");
                }
            }
        }
    }

    private IReadOnlyList<KeyEntry> Check(IReadOnlyList<KeyEntry> entries)
    {
        string[] errors =
        [
            .. entries.SelectMany((entry, i) => entry.Errors().Select(error => $"keys[{i}].{error}")),
            .. entries.CountBy(entry => entry.Name).Where(name => name.Value > 1).Select(name => $"keys: two are named {name.Key}"),
        ];
        return errors.Length == 0 ? entries : throw new KeyFileException(string.Join('\n', errors.Select(error => $"{path}: {error}")));
    }
}
