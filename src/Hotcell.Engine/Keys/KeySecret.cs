using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Hotcell.Engine.Keys;

/// <summary>What the holder of a key has. Told once, when it is made; kept nowhere.</summary>
public static class KeySecret
{
    /// <summary>So that people, and tools that look for leaked secrets, know it when they see one.</summary>
    private const string Prefix = "hotcell_";

    private const int RandomBytes = 32;

    /// <summary>Longer ones are nobody's.</summary>
    public const int MostCharacters = 512;

    public static string Create() => Prefix + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(RandomBytes));

    public static byte[] HashOf(string secret) => SHA256.HashData(Encoding.UTF8.GetBytes(secret));

    /// <summary>The one of <paramref name="keys"/> that <paramref name="secret"/> opens. Takes equally long for all of them, and for none.</summary>
    public static ApiKey? Match(IReadOnlyList<ApiKey> keys, string secret)
    {
        if (secret.Length > MostCharacters)
        {
            return null;
        }

        ApiKey? found = null;
        var hash = HashOf(secret);
        foreach (var key in keys)
        {
            if (CryptographicOperations.FixedTimeEquals(hash, key.Hash.Span))
            {
                found = key;
            }
        }

        return found;
    }
}
