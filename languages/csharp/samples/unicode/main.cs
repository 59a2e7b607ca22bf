var line = Console.ReadLine()!;
Console.WriteLine($"✓ {line} has {line.EnumerateRunes().Count()} characters");
