import socket

try:
    socket.create_connection(("192.0.2.1", 80), timeout=1)
    print("connected")
except OSError:
    print("no network")
