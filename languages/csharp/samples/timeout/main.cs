Console.WriteLine("started");
while (true)
{
}
