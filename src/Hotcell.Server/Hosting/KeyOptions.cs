using System.Collections.Frozen;
using Hotcell.Engine.Executions;
using Hotcell.Engine.Keys;

namespace Hotcell.Server.Hosting;

/// <summary>Reads which keys open the server.</summary>
internal static class KeyOptions
{
    private const string FileOption = "--keys";
    private const string FileVariable = "HOTCELL_KEYS";
    private const string KeyVariable = "API_KEY";

    /// <summary>The file of keys, and whether there are any in it; null where none is named.</summary>
    public static (KeyFile? File, bool HasKeys) ReadFile(OptionValues values, Func<string, string?> environment)
    {
        if ((values.Text(FileOption) ?? environment(FileVariable)) is not { Length: > 0 } path)
        {
            return default;
        }

        var file = new KeyFile(path);
        try
        {
            return (file, file.Read().Count > 0);
        }
        catch (Exception error) when (error is KeyFileException or IOException or UnauthorizedAccessException)
        {
            values.Errors.AddRange(error.Message.Split('\n').Select(line => $"{FileOption}: {line}"));
            return (file, true);
        }
    }

    /// <summary>The key of the environment, which may do everything.</summary>
    public static ApiKey? ReadFixed(OptionValues values, Func<string, string?> environment)
    {
        if (environment(KeyVariable) is not { Length: > 0 } secret)
        {
            return null;
        }

        if (secret.Length > KeySecret.MostCharacters || secret.Any(character => character is <= ' ' or > '~'))
        {
            values.Errors.Add($"{KeyVariable}: must be at most {KeySecret.MostCharacters} visible ASCII characters, or no client could send it");
        }

        return new ApiKey
        {
            Name = KeyVariable,
            Hash = KeySecret.HashOf(secret),
            Roles = Enum.GetValues<KeyRole>().ToFrozenSet(),
            Caller = new Caller { Id = "environment" },
        };
    }
}
