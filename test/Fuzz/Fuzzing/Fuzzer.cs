using Xunit;

namespace Hotcell.Fuzz.Fuzzing;

/// <summary>Mutates inputs, keeps the ones with outcomes that no other had, and mutates those.</summary>
internal sealed class Fuzzer
{
    /// <summary>Tries to make an input smaller: for the corpus, and for a person.</summary>
    private const int TriesToKeep = 200;
    private const int TriesToTell = 2000;

    private readonly FuzzTarget _target;
    private readonly Mutator _mutator;
    private readonly Random _random;
    private readonly List<byte[]> _pool;
    private readonly HashSet<string> _outcomes = new(StringComparer.Ordinal);

    public Fuzzer(FuzzTarget target, IReadOnlyList<byte[]> corpus, int seed)
    {
        _target = target;
        _random = new Random(seed);
        _mutator = new Mutator(_random, target.Words, target.LongestInput);
        _pool = [.. corpus.DefaultIfEmpty([])];
        _outcomes.UnionWith(_pool.Select(input => Try(target, input)));
    }

    public int Rounds { get; private set; }

    public int Outcomes => _outcomes.Count;

    /// <summary>Inputs with new outcomes, made as small as they could be.</summary>
    public List<byte[]> New { get; } = [];

    public void Run(Func<int, bool> goesOn)
    {
        for (; goesOn(Rounds); Rounds++)
        {
            var input = _mutator.Mutate(_pool[_random.Next(_pool.Count)], _pool[_random.Next(_pool.Count)]);
            var outcome = Try(_target, input);
            if (_outcomes.Add(outcome))
            {
                var small = Shrinker.Shrink(input, TriesToKeep, smaller => OutcomeOrNull(smaller) == outcome);
                New.Add(small);
                _pool.Add(small);
            }
        }
    }

    /// <summary>Runs one input; a failure names the smallest that still fails.</summary>
    public static string Try(FuzzTarget target, byte[] input)
    {
        try
        {
            return target.Run(input);
        }
        catch (Exception failed)
        {
            var small = Shrinker.Shrink(input, TriesToTell, smaller => Fails(target, smaller, failed.GetType()));
            Assert.Fail($"{target.Name}: {failed}\nInput, to be kept in test/Fuzz/corpus/{target.Name}: {Convert.ToHexStringLower(small)}\n{System.Text.Encoding.Latin1.GetString(small)}");
            throw;
        }
    }

    private string? OutcomeOrNull(byte[] input)
    {
        try
        {
            return _target.Run(input);
        }
        catch (Exception)
        {
            return null;
        }
    }

    private static bool Fails(FuzzTarget target, byte[] input, Type how)
    {
        try
        {
            target.Run(input);
            return false;
        }
        catch (Exception failed)
        {
            return failed.GetType() == how;
        }
    }
}
