using Greetings;

foreach (var name in File.ReadLines("names.txt"))
{
    Console.WriteLine(Polite.Greet(name));
}
