#include <math.h>
#include <stdio.h>
#include <stdlib.h>

int main(int argc, char **argv) {
    printf("%.6f\n", sqrt(atof(argv[argc - 1])));
}
