foreach (var name in (string[])["GREETING", "HOME", "LANG"])
{
    Console.WriteLine(Environment.GetEnvironmentVariable(name));
}
