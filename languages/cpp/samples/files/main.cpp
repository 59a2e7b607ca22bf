#include "greetings/polite.hpp"
#include <fstream>
#include <iostream>

int main() {
    std::ifstream names("names.txt");
    for (std::string name; names >> name;) {
        std::cout << greet(name) << '\n';
    }
}
