namespace Hotcell.Bench.Subjects;

/// <summary>
/// What a person types in his own shell: the argv of <c>language.yaml</c> without what Hotcell adds to be faster, which is precompiled headers and other linkers.
/// Caches stay, since a person's own are warm as well.
/// </summary>
internal static class UsualCommand
{
    private const string OurFiles = "/usr/lib/hotcell/";
    private const string OurLinker = "-fuse-ld=lld";

    public static IEnumerable<string> Of(IReadOnlyList<string> argv)
    {
        for (var i = 0; i < argv.Count; i++)
        {
            if (argv[i] == "-isystem" && argv[i + 1].StartsWith(OurFiles, StringComparison.Ordinal))
            {
                i++;
            }
            else if (!argv[i].StartsWith($"-B{OurFiles}", StringComparison.Ordinal) && !argv[i].EndsWith(OurLinker, StringComparison.Ordinal))
            {
                yield return argv[i];
            }
        }
    }
}
