import asyncio
import os
import signal
import socket
import time


async def echo(reader, writer):
    writer.write((await reader.readline()).upper())
    await writer.drain()
    writer.close()


async def ask(*where, unix=False):
    reader, writer = await (asyncio.open_unix_connection(*where) if unix else asyncio.open_connection(*where))
    writer.write(b"hello\n")
    answer = await reader.readline()
    writer.close()
    return answer


async def main():
    server = await asyncio.start_server(echo, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    print(await asyncio.gather(*(ask("127.0.0.1", port) for _ in range(3))))
    six = await asyncio.start_server(echo, "::1", 0)
    print(await ask("::1", six.sockets[0].getsockname()[1]))
    await asyncio.start_unix_server(echo, "/tmp/socket")
    print(await ask("/tmp/socket", unix=True))
    print((await asyncio.get_running_loop().getaddrinfo("localhost", 80, type=socket.SOCK_STREAM))[0][4][0] in ("127.0.0.1", "::1"))

    child = await asyncio.create_subprocess_exec("cat", stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE)
    print((await child.communicate(b"through a child"))[0])

    got = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGUSR1, got.set)
    os.kill(os.getpid(), signal.SIGUSR1)
    await asyncio.wait_for(got.wait(), 30)
    print("signal")

    await asyncio.gather(*(asyncio.to_thread(time.sleep, 0.01) for _ in range(8)))
    try:
        await asyncio.wait_for(asyncio.sleep(60), 0.05)
    except asyncio.TimeoutError:
        print("timeout")


asyncio.run(main())
