// Takes huge pages, which come from a pool of the whole machine and count for no memory group.
#include "probe.h"
#include <sys/mman.h>
#include <sys/shm.h>

enum { SIZE = 2 << 20 };

static long map(void) {
    return mmap(NULL, SIZE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_HUGETLB, -1, 0) == MAP_FAILED ? -1 : 0;
}

int main(void) {
    TRY("mmap", map());
    TRY("memfd_create", memfd_create("taken", MFD_HUGETLB));
    TRY("shmget", shmget(IPC_PRIVATE, SIZE, IPC_CREAT | SHM_HUGETLB | 0600));
}
