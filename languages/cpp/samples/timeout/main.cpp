#include <iostream>

int main() {
    std::cout << "started" << std::endl;
    for (volatile bool running = true; running;) {
    }
}
