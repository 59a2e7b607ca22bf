import std/net

try:
  newSocket().connect("192.0.2.1", Port(80), 1000)
  echo "connected"
except OSError, TimeoutError:
  echo "no network"
