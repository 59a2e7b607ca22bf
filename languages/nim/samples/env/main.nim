import std/os

for name in ["GREETING", "HOME", "LANG"]:
  echo getEnv(name)
