#include <cstdlib>
#include <iostream>

int main() {
    for (auto name : {"GREETING", "HOME", "LANG"}) {
        std::cout << std::getenv(name) << '\n';
    }
}
