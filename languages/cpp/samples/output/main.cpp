#include <iostream>

int main() {
    for (;;) std::cout << "more\n";
}
