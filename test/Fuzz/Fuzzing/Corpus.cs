using System.Security.Cryptography;
using Hotcell.Kit;

namespace Hotcell.Fuzz.Fuzzing;

/// <summary>The kept inputs: a folder per target, a file per input. New ones are named after their content.</summary>
internal static class Corpus
{
    public static IReadOnlyList<byte[]> Read(string target) => Directory.Exists(Folder(target))
        ? [.. Directory.GetFiles(Folder(target)).Order(StringComparer.Ordinal).Select(File.ReadAllBytes)]
        : [];

    public static void Add(string target, IEnumerable<byte[]> inputs)
    {
        Directory.CreateDirectory(Folder(target));
        foreach (var input in inputs)
        {
            File.WriteAllBytes(Path.Combine(Folder(target), Convert.ToHexStringLower(SHA256.HashData(input))[..16]), input);
        }
    }

    private static string Folder(string target) => Path.Combine(Machine.Repository, "test", "Fuzz", "corpus", target);
}
