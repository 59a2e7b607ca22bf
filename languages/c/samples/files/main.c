#include <stdio.h>
#include "greetings/polite.h"

int main(void) {
    FILE *names = fopen("names.txt", "r");
    for (char name[100]; fscanf(names, "%99s", name) == 1;) {
        greet(name);
    }
}
