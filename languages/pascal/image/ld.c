/*
 * ld.bfd WORD…: links with gold, in half of the time that Debian's usual linker takes.
 *
 * Gold takes the compiler's script only as a list of files (INPUT, GROUP): where libraries are is told by -L instead, and where sections lie, which the script
 * says with an INSERT that gold does not know, is left to gold: where sections of their names do. That a shell could do as well would take as long as is won.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static int fail(const char *what)
{
    perror(what);
    return 1;
}

/* Leaves the list of files in the script. */
static int cut(const char *path)
{
    FILE *from = fopen(path, "r");
    char *kept = NULL, *line = NULL;
    size_t size = 0, length = 0;
    FILE *to = open_memstream(&kept, &length);
    if (!from || !to)
        return fail(path);
    for (int skipped = 0; getline(&line, &size, from) > 0;) {
        if (strncmp(line, "SECTIONS", 8) == 0)
            skipped = 1;
        if (!skipped && strncmp(line, "SEARCH_DIR", 10) != 0)
            fputs(line, to);
        if (strncmp(line, "INSERT", 6) == 0)
            skipped = 0;
    }
    if (ferror(from) || fclose(to) != 0 || !(from = freopen(path, "w", from)) || fputs(kept, from) < 0 || fclose(from) != 0)
        return fail(path);
    return 0;
}

int main(int argc, char **argv)
{
    char **words = calloc(argc + 2, sizeof *words);
    int count = 0;
    if (!words)
        return fail("ld");
    words[count++] = "ld.gold";
    words[count++] = "-L/usr/lib/x86_64-linux-gnu";
    for (int i = 1; i < argc; i++) {
        if (strcmp(argv[i], "-T") != 0)
            words[count++] = argv[i];
        else if (i + 1 == argc || cut(argv[i + 1]) != 0)
            return 1;
    }
    execv("/usr/bin/ld.gold", words);
    return fail(words[0]);
}
