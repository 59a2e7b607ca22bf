// Connects to Unix sockets by name; a name that begins with @ is abstract.
#include "probe.h"
#include <stddef.h>
#include <sys/socket.h>
#include <sys/un.h>

int main(int argc, char **argv) {
    for (int i = 1; i < argc; i++) {
        struct sockaddr_un to = {.sun_family = AF_UNIX};
        size_t length = strlen(argv[i]);
        memcpy(to.sun_path, argv[i], length);
        if (argv[i][0] == '@') {
            to.sun_path[0] = '\0';
        }

        TRY(argv[i], connect(socket(AF_UNIX, SOCK_STREAM, 0), (struct sockaddr *)&to, (socklen_t)(offsetof(struct sockaddr_un, sun_path) + length)));
    }
}
