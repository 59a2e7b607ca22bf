// What every probe includes. A probe tries an attack and prints a line for each attempt:
//     <attempt>: blocked <errno>
//     <attempt>: ESCAPED <what it got>
// It must be able to print ESCAPED: run as root in a throw-away container, it does. So an attempt is chosen and cleaned up such that success does
// no harm. Where that cannot be, as with bombs, the probe begins with only_in_a_cell().
#ifndef PROBE_H
#define PROBE_H

#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <unistd.h>

__attribute__((constructor)) static void print_every_line_at_once(void) {
    setvbuf(stdout, NULL, _IOLBF, BUFSIZ);
}

__attribute__((unused, format(printf, 2, 3))) static void escaped(const char *attempt, const char *format, ...) {
    va_list args;
    va_start(args, format);
    printf("%s: ESCAPED ", attempt);
    vprintf(format, args);
    putchar('\n');
    va_end(args);
}

__attribute__((unused)) static void blocked(const char *attempt, int error) {
    const char *name = strerrorname_np(error);
    printf("%s: blocked %s\n", attempt, name ? name : "?");
}

// The result of a call that answers -1 and errno when it is refused.
__attribute__((unused)) static void report(const char *attempt, long result) {
    if (result == -1) {
        blocked(attempt, errno);
    } else {
        escaped(attempt, "%ld", result);
    }
}

// Ends the program unless everything says that this is a cell.
__attribute__((unused)) static void only_in_a_cell(void) {
    char host[64] = "";
    gethostname(host, sizeof host - 1);
    if (getuid() != 1000 || strcmp(host, "cell") != 0) {
        fputs("this is not a cell\n", stderr);
        exit(99);
    }
}

#define TRY(attempt, call) (errno = 0, report(attempt, (long)(call)))

#endif
