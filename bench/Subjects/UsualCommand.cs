namespace Hotcell.Bench.Subjects;

/// <summary>
/// What a person types in his own shell: the argv of <c>language.yaml</c> without what Hotcell adds to be faster, which is other linkers, precompiled headers, fewer
/// declarations, scripts in place of a compiler's driver, and compilers that collect no garbage. Caches stay, since a person's own are warm as well.
/// </summary>
internal static class UsualCommand
{
    private const string OurFiles = "/usr/lib/hotcell/";
    private const string TypeScript = $"{OurFiles}typescript/node_modules";

    /// <summary>Words of ours, and what is typed in their place.</summary>
    private static readonly Dictionary<string, string[]> s_words = new()
    {
        [$"-B{OurFiles}c"] = [],
        ["-Clink-arg=-fuse-ld=lld"] = [],
        ["-optl-fuse-ld=lld"] = [],
        ["-linker=gold"] = [],
        ["-ldflags=-w"] = [],
        ["--new_gen_semi_initial_size=32"] = [],
        [$"-FD{OurFiles}pascal"] = [],
        ["ppcx64"] = ["fpc"],
        [$"{OurFiles}assembly/build"] = ["sh", "-c", "nasm -f elf64 -g -F dwarf -o main.o \"$1\" && ld -o main main.o", "nasm"],
        [$"{OurFiles}ocaml/build"] = ["ocamlopt", "-g", "-o", "main"],
        [$"{OurFiles}swift/build"] = ["swiftc", "-O", "-module-name", "main", "-module-cache-path", $"{OurFiles}swift/modules", "-o", "main"],
        [$"{TypeScript}/@typescript/typescript-linux-x64/lib/tsc"] = ["node", $"{TypeScript}/typescript/bin/tsc"],
    };

    /// <summary>Words of ours that are followed by a value.</summary>
    private static readonly HashSet<string> s_options = ["-isystem", "-Q", "--lib"];

    private static readonly HashSet<string> s_variables = ["GOGC", "GOMEMLIMIT"];

    public static IEnumerable<string> Of(IReadOnlyList<string> argv)
    {
        for (var i = 0; i < argv.Count; i++)
        {
            if (s_options.Contains(argv[i]))
            {
                i++;
            }
            else
            {
                foreach (var word in s_words.GetValueOrDefault(argv[i], [argv[i]]))
                {
                    yield return word;
                }
            }
        }
    }

    /// <returns>Whether a variable is there to be faster.</returns>
    public static bool IsOurs(string variable) => s_variables.Contains(variable);
}
