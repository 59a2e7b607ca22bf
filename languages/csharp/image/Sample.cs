// What programs are made of, for Boot.cs.
using System.Text;

record Point(int X, int Y);

interface IShape
{
    double Area { get; }
}

sealed class Circle(double radius) : IShape
{
    public double Area => Math.PI * radius * radius;
}

enum Color
{
    Red,
    Green,
}

static class Program
{
    static async Task<int> Main(string[] args)
    {
        var numbers = new List<int> { 3, 1, 2 };
        var byParity = numbers.GroupBy(n => n % 2 == 0).ToDictionary(g => g.Key, g => g.Sum());
        foreach (var (even, sum) in byParity)
        {
            Console.WriteLine($"{even,-6} {sum:N0}");
        }

        string? line;
        while ((line = Console.ReadLine()) is not null)
        {
            try
            {
                Console.WriteLine(int.Parse(line) switch { < 0 => "below", 0 => "zero", _ => "above" });
            }
            catch (FormatException e) when (e.Message.Length > 0)
            {
                Console.Error.WriteLine(e.Message);
            }
        }

        await Task.WhenAll(Enumerable.Range(0, 2).Select(async i => { await Task.Yield(); return i; }));
        var text = new StringBuilder().Append(new Point(1, 2)).AppendLine();
        Span<int> span = stackalloc int[4];
        for (var i = 0; i < span.Length; i++)
        {
            span[i] = i * i;
        }

        IEnumerable<int> Squares()
        {
            foreach (var n in numbers)
            {
                yield return n * n;
            }
        }

        object any = Color.Red;
        if (any is Color.Red or Color.Green && new Circle(1) is IShape { Area: > 3 } shape)
        {
            Console.WriteLine(string.Join(",", Squares()) + text + shape.Area);
        }

        return 0;
    }
}
