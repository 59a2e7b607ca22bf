using System;
using System.Diagnostics;
using System.IO;
using System.IO.MemoryMappedFiles;
using System.Linq;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Threading;
using System.Threading.Tasks;

var sum = 0L;
Parallel.For(0, 1000, i => Interlocked.Add(ref sum, i));
Console.WriteLine(sum);
Console.WriteLine(Enumerable.Range(1, 1000).AsParallel().Select(i => (long)i * i).Sum());

var listener = new TcpListener(IPAddress.Loopback, 0);
listener.Start();
var heard = Task.Run(async () =>
{
    using var peer = await listener.AcceptTcpClientAsync();
    return await new StreamReader(peer.GetStream()).ReadLineAsync();
});
using (var client = new TcpClient())
{
    await client.ConnectAsync((IPEndPoint)listener.LocalEndpoint);
    await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes("over tcp\n"));
}

Console.WriteLine(await heard);

using (var child = Process.Start(new ProcessStartInfo("echo", "from a child") { RedirectStandardOutput = true })!)
{
    Console.Write(await child.StandardOutput.ReadToEndAsync());
    await child.WaitForExitAsync();
    Console.WriteLine(child.ExitCode);
}

File.WriteAllText("mapped", "memory mapped");
using (var mapped = MemoryMappedFile.CreateFromFile("mapped"))
using (var view = mapped.CreateViewAccessor())
{
    Console.WriteLine((char)view.ReadByte(7));
}

var garbage = new byte[32][];
for (var i = 0; i < 4000; i++)
{
    garbage[i % garbage.Length] = new byte[1 << 20];
}

GC.Collect();
Console.WriteLine("collected");
