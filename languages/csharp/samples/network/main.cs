using System.Net.Sockets;

try
{
    using var client = new TcpClient("192.0.2.1", 80);
    Console.WriteLine("connected");
}
catch (SocketException)
{
    Console.WriteLine("no network");
}
