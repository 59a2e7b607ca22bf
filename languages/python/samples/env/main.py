import os

for name in "GREETING", "HOME", "LANG":
    print(os.environ[name])
