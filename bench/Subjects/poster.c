/*
 * Posts programs to a server, one after the other, and times each from its request to the last byte of its answer.
 *
 *   poster PORT
 *
 * A question on standard input is the length of a body (32 bits) and the body; the status of the answer is that of HTTP, its output the body. The
 * connection to 127.0.0.1 is kept, and made anew, once, in the time of the request for which it is gone.
 */
#include "helper.h"
#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>

enum { PATIENCE_SECONDS = 120, MAX_HEAD = 1024, MAX_BODY = 1024 * 1024, MAX_ANSWER = 1024 * 1024 };

static void fail(const char *why)
{
    fprintf(stderr, "poster: %s\n", why);
    exit(1);
}

static int connect_to(int port)
{
    struct timeval patience = { .tv_sec = PATIENCE_SECONDS };
    struct sockaddr_in address = { .sin_family = AF_INET, .sin_port = htons(port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
    int to = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    int at_once = 1;
    if (to < 0 || connect(to, (struct sockaddr *)&address, sizeof address) < 0)
        fail("the server cannot be reached");
    setsockopt(to, IPPROTO_TCP, TCP_NODELAY, &at_once, sizeof at_once);
    setsockopt(to, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    return to;
}

/* Sends a request and reads its answer into a string. Returns where the body begins; 0 when the connection was gone. */
static size_t ask(int server, const char *request, size_t size, char *answer, size_t *length)
{
    if (send(server, request, size, MSG_NOSIGNAL) != (ssize_t)size)
        return 0;
    *length = 0;
    for (;;) {
        ssize_t got = recv(server, answer + *length, MAX_ANSWER - 1 - *length, 0);
        if (got == 0 && *length == 0)
            return 0;
        if (got <= 0)
            fail("an answer did not come whole");
        *length += got;
        answer[*length] = 0;
        const char *end = strstr(answer, "\r\n\r\n");
        const char *field = strcasestr(answer, "\r\nContent-Length: ");
        if (end && (!field || field > end))
            fail("an answer does not tell its length");
        if (end) {
            size_t body = end + 4 - answer;
            if (*length >= body + strtoul(field + 18, NULL, 10))
                return body;
        }
    }
}

int main(int argc, char **argv)
{
    static char request[MAX_HEAD + MAX_BODY];
    static char output[MAX_ANSWER];
    uint32_t length;
    if (argc != 2)
        return 2;
    int port = atoi(argv[1]);
    int server = connect_to(port);
    while (fread(&length, sizeof length, 1, stdin) == 1) {
        size_t size = sprintf(request, "POST /api/v1/executions HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nContent-Type: application/json\r\nContent-Length: %u\r\n\r\n", port, length);
        if (length > MAX_BODY || fread(request + size, 1, length, stdin) != length)
            return 1;
        size += length;
        struct answer answer = { .begun = now() };
        size_t all = 0;
        size_t body = ask(server, request, size, output, &all);
        if (body == 0) {
            close(server);
            server = connect_to(port);
            body = ask(server, request, size, output, &all);
        }
        if (body == 0)
            fail("the server hangs up");
        answer.nanoseconds = now() - answer.begun;
        answer.status = atoi(output + strlen("HTTP/1.1 "));
        answer.length = all - body;
        write_all(1, &answer, sizeof answer);
        write_all(1, output + body, answer.length);
    }
    return 0;
}
