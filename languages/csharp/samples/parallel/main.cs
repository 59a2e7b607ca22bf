var total = 0;
var threads = Enumerable.Range(0, 4).Select(part => new Thread(() =>
{
    for (var i = part; i <= 1000; i += 4)
    {
        Interlocked.Add(ref total, i);
    }
})).ToList();
threads.ForEach(thread => thread.Start());
threads.ForEach(thread => thread.Join());
Console.WriteLine(total);
