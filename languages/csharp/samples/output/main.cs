while (true)
{
    Console.WriteLine("more");
}
