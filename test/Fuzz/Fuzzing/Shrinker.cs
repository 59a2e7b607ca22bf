namespace Hotcell.Fuzz.Fuzzing;

/// <summary>Makes an input smaller while it still does what it did: leaves out ever shorter parts.</summary>
internal static class Shrinker
{
    /// <param name="most">Tries.</param>
    public static byte[] Shrink(byte[] input, int most, Func<byte[], bool> stillDoes)
    {
        var tries = 0;
        for (var part = input.Length / 2; part > 0 && tries < most; part = part > 8 ? part / 2 : part - 1)
        {
            for (var at = 0; at + part <= input.Length && tries < most; tries++)
            {
                byte[] smaller = [.. input.AsSpan(0, at), .. input.AsSpan(at + part)];
                if (stillDoes(smaller))
                {
                    input = smaller;
                }
                else
                {
                    at += part;
                }
            }
        }

        return input;
    }
}
