/*
 * Runs one command again and again, and times each run from its start to its end with no runtime of its own in the way.
 *
 *   spawner fork|spawn quiet|capture COMMAND [ARGUMENT…]
 *
 * Every byte on standard input asks for one run; the status of the answer is that of waitpid(2), or -errno when the command could not be started, and with
 * "capture" its output is the command's, of which what is above MAX_OUTPUT is read and dropped. "fork" is fork(2) and execv(3), "spawn" is posix_spawn(3), which
 * shares memory until the exec.
 */
#include "helper.h"
#include <errno.h>
#include <fcntl.h>
#include <spawn.h>
#include <string.h>
#include <sys/wait.h>

enum { MAX_OUTPUT = 64 * 1024 };

extern char **environ;

static pid_t start_by_fork(char **argv, int in, int out)
{
    pid_t pid = fork();
    if (pid != 0)
        return pid < 0 ? -errno : pid;
    dup2(in, 0);
    dup2(out, 1);
    execv(argv[0], argv);
    _exit(127);
}

static pid_t start_by_spawn(char **argv, int in, int out)
{
    posix_spawn_file_actions_t actions;
    pid_t pid;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, in, 0);
    posix_spawn_file_actions_adddup2(&actions, out, 1);
    int error = posix_spawn(&pid, argv[0], &actions, NULL, argv, environ);
    posix_spawn_file_actions_destroy(&actions);
    return error ? -error : pid;
}

static int read_all(int from, char *output)
{
    static char rest[MAX_OUTPUT];
    int length = 0;
    for (;;) {
        ssize_t got = length < MAX_OUTPUT ? read(from, output + length, MAX_OUTPUT - length) : read(from, rest, sizeof rest);
        if (got <= 0)
            return length;
        if (length < MAX_OUTPUT)
            length += got;
    }
}

int main(int argc, char **argv)
{
    if (argc < 4)
        return 2;
    int by_fork = strcmp(argv[1], "fork") == 0;
    int capture = strcmp(argv[2], "capture") == 0;
    int null = open("/dev/null", O_RDWR | O_CLOEXEC);
    static char output[MAX_OUTPUT];
    char byte;
    while (read(0, &byte, 1) == 1) {
        struct answer answer = { .begun = now() };
        int ends[2] = { -1, null };
        if (capture && pipe2(ends, O_CLOEXEC) < 0)
            return 1;
        pid_t pid = by_fork ? start_by_fork(argv + 3, null, ends[1]) : start_by_spawn(argv + 3, null, ends[1]);
        if (capture) {
            close(ends[1]);
            answer.length = read_all(ends[0], output);
            close(ends[0]);
        }
        if (pid < 0)
            answer.status = pid;
        else
            while (waitpid(pid, &answer.status, 0) < 0 && errno == EINTR)
                ;
        answer.nanoseconds = now() - answer.begun;
        write_all(1, &answer, sizeof answer);
        write_all(1, output, answer.length);
    }
    return 0;
}
