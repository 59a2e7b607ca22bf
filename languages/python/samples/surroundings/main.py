"""Prints all that a program can find of how it was started."""
import atexit
import gc
import locale
import os
import signal
import sys
import threading
import traceback

print(__name__, __file__, __doc__, __spec__, __loader__.__class__, __builtins__.__name__, sorted(globals()))
print(sys.argv, sys.orig_argv, sys.executable, sys.flags, sys.warnoptions, sys._xoptions, sys.dont_write_bytecode)
print(sys.path, sys.meta_path, [hook.__name__ for hook in sys.path_hooks], sorted(sys.path_importer_cache), sys._base_executable, sys.prefix)
print(list(sys.modules))
print(dict(os.environ), os.getcwd(), os.listdir("."), os.umask(0o22), os.getpgid(0) == os.getpid(), os.getppid())
print(locale.setlocale(locale.LC_ALL), sys.getfilesystemencoding(), sys.stdin.encoding, sys.stdout, sys.stderr.errors)
print([(number, signal.getsignal(number)) for number in sorted(signal.valid_signals())])
print(sys.getrecursionlimit(), gc.isenabled(), gc.get_threshold(), threading.enumerate()[0].name, threading.active_count())
print(sorted(os.listdir("/proc/self/fd")), open("/dev/null").fileno(), traceback.extract_stack())
print(sys.getswitchinterval(), sys.gettrace(), sys.getprofile(), sys.excepthook is sys.__excepthook__, sys.displayhook is sys.__displayhook__)
print(repr(sys.stdin.readline()), repr(sys.stdin.read()))


def outer(x):
    return inner(x)


def inner(x):
    return {}[x]


atexit.register(print, "registered first")
atexit.register(print, "registered last")
try:
    import not_there
except ModuleNotFoundError:
    traceback.print_exc()
outer("nope")
