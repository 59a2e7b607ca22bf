open System.Net.Sockets

try
    use client = new TcpClient("192.0.2.1", 80)
    printfn "connected"
with :? SocketException ->
    printfn "no network"
