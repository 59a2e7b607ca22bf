/*
 * Holds up a runtime that has no hook of its own until there is a program for it. Theory of operation: the runtime is started as ever, with its ordinary command, and with
 * this library (LD_PRELOAD) and HOTCELL_HOLD in its environment. HOTCELL_HOLD=PATH: it is held when it first opens that file or folder, which is its program's, and what runtimes do
 * last before they run it; so everything that a cold start does is done, in the same order, with a pause in the middle. HOTCELL_HOLD empty: it is held at main, loaded and linked,
 * for a runtime that notes the time as soon as it begins; it gets its arguments there. HOTCELL_HOLD_IN names the executable that this is about, where others come
 * before it. While a runtime is held it does what every boot program does (languages/README.md): says on descriptor 101 that it has booted, and reads on 100 the words from the program's
 * file on. Nothing stays of that: the variables are gone before main, and both descriptors when the program is there.
 *
 * It is linked with no library and wants no versions, so that it can be loaded beside whatever libc the image has.
 */
#define _GNU_SOURCE
#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/auxv.h>
#include <unistd.h>

enum { CONTROL = 100, READY = 101, FAILED = 125 };

typedef int Main(int, char **, char **);
typedef int Start(Main *, int, char **, void (*)(void), void (*)(void), void (*)(void), void *);

/* With its folder, until it is opened for the first time. */
static char *awaited;

/* As many as the pipe takes at once, which is how they come. */
static char words[1 << 16];

/* Returns how many bytes of words there are: each has a NUL behind it. */
static size_t wait_for_program(void) {
    size_t length = 0;
    ssize_t got;
    if (write(READY, "1", 1) != 1 || close(READY) != 0) {
        _exit(FAILED);
    }

    while ((got = read(CONTROL, words + length, sizeof words - length)) > 0) {
        length += (size_t)got;
    }

    if (got < 0 || length == 0 || words[length - 1] != '\0' || close(CONTROL) != 0) {
        _exit(FAILED);
    }

    return length;
}

static const char *name_of(const char *path) {
    const char *slash = strrchr(path, '/');
    return slash == NULL ? path : slash + 1;
}

static int is(const char *path, const char *file) {
    return strcmp(path, path[0] == '/' ? file : name_of(file)) == 0;
}

static void hold_at(const char *path) {
    char *file = __atomic_load_n(&awaited, __ATOMIC_ACQUIRE);
    if (file != NULL && path != NULL && is(path, file) && __atomic_compare_exchange_n(&awaited, &file, NULL, 0, __ATOMIC_ACQ_REL, __ATOMIC_ACQUIRE)) {
        int before = errno;
        wait_for_program();
        errno = before;
    }
}

#define OPEN(name) \
    int name(const char *path, int flags, ...) { \
        static __typeof__(&name) next; \
        va_list rest; \
        va_start(rest, flags); \
        mode_t mode = (flags & (O_CREAT | O_TMPFILE)) != 0 ? va_arg(rest, mode_t) : 0; \
        va_end(rest); \
        hold_at(path); \
        next = next != NULL ? next : (__typeof__(next))dlsym(RTLD_NEXT, #name); \
        return next(path, flags, mode); \
    }

#define FOPEN(name) \
    FILE *name(const char *restrict path, const char *restrict mode) { \
        static __typeof__(&name) next; \
        hold_at(path); \
        next = next != NULL ? next : (__typeof__(next))dlsym(RTLD_NEXT, #name); \
        return next(path, mode); \
    }

OPEN(open)
OPEN(open64)
FOPEN(fopen)
FOPEN(fopen64)

DIR *opendir(const char *path) {
    hold_at(path);
    return ((__typeof__(&opendir))dlsym(RTLD_NEXT, "opendir"))(path);
}

static char *find(char **environment, const char *name) {
    size_t length = strlen(name);
    for (; *environment != NULL; environment++) {
        if (strncmp(*environment, name, length) == 0 && (*environment)[length] == '=') {
            return *environment + length + 1;
        }
    }

    return NULL;
}

/* Takes a variable out of the environment that main will get, and out of what /proc shows of it. Returns its value, which is the caller's. */
static char *take(char **environment, const char *name) {
    char *value = find(environment, name);
    char *copy = value != NULL ? strdup(value) : NULL;
    if (value != NULL) {
        char *entry = value - strlen(name) - 1;
        char **kept = environment;
        for (; *environment != NULL; environment++) {
            if (*environment != entry) {
                *kept++ = *environment;
            }
        }

        *kept = NULL;
        memset(entry, 0, strlen(entry));
    }

    return copy;
}

/* What the first instructions of an executable call, to have main called: with the argv, and the environment behind it. */
int __libc_start_main(Main *entry, int argc, char **argv, void (*init)(void), void (*fini)(void), void (*unload)(void), void *stack_end) {
    Start *start = (Start *)dlsym(RTLD_NEXT, "__libc_start_main");
    char **environment = argv + argc + 1;
    char *only = find(environment, "HOTCELL_HOLD_IN");
    if (only != NULL && strcmp(name_of((const char *)getauxval(AT_EXECFN)), only) != 0) {
        return start(entry, argc, argv, init, fini, unload, stack_end);
    }

    char *path = take(environment, "HOTCELL_HOLD");
    take(environment, "HOTCELL_HOLD_IN");
    take(environment, "LD_PRELOAD");
    if (path == NULL || *path != '\0') {
        __atomic_store_n(&awaited, path, __ATOMIC_RELEASE);
        return start(entry, argc, argv, init, fini, unload, stack_end);
    }

    /* The last word of argv is the program's file, which is the first of what it is told. */
    char *end = words + wait_for_program();
    size_t given = 0, variables = 0;
    for (char *word = words; word < end; word += strlen(word) + 1) {
        given++;
    }

    while (environment[variables] != NULL) {
        variables++;
    }

    size_t kept = (size_t)argc - 1;
    char *all[kept + given + 1 + variables + 1];
    char **next = all + kept;
    memcpy(all, argv, kept * sizeof *argv);
    for (char *word = words; word < end; word += strlen(word) + 1) {
        *next++ = word;
    }

    *next++ = NULL;
    memcpy(next, environment, (variables + 1) * sizeof *environment);
    return start(entry, (int)(kept + given), all, init, fini, unload, stack_end);
}
