var sum = 0L;
while (Console.ReadLine() is { } line)
{
    sum += long.Parse(line);
}

Console.WriteLine(sum);
