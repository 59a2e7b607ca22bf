// System calls by the kernel's two other doors: int 0x80 (i386) and the x32 numbers. A filter that knows only one door guards none.
#include "probe.h"

static long i386(long number, long first, long second) {
    long result;
    __asm__ volatile("int $0x80" : "=a"(result) : "a"(number), "b"(first), "c"(second) : "memory", "r8", "r9", "r10", "r11");
    return result;
}

static void try_i386(const char *attempt, long number, long first, long second) {
    long result = (int)i386(number, first, second);
    if (result < 0 && result > -4096) {
        blocked(attempt, (int)-result);
    } else {
        escaped(attempt, "%ld", result);
    }
}

int main(void) {
    try_i386("i386 getpid", 20, 0, 0);
    try_i386("i386 unshare", 310, CLONE_NEWUTS, 0);
    try_i386("i386 socket", 359, 40, 1);
    try_i386("i386 socketcall", 102, 1, 0);
    TRY("x32 getpid", syscall(0x40000000L | SYS_getpid));
    TRY("x32 unshare", syscall(0x40000000L | SYS_unshare, CLONE_NEWUTS));
    TRY("x32 ioctl", syscall(0x40000000L | 514, 0, 0, 0));
    TRY("x32 ptrace", syscall(0x40000000L | 521, 0, 0, 0, 0));
    TRY("a negative number", syscall(-2L));
}
