#include <clocale>
#include <cstdlib>
#include <iostream>
#include <string>

int main() {
    std::setlocale(LC_ALL, "");
    std::string line;
    std::getline(std::cin, line);
    std::cout << "✓ " << line << " has " << std::mbstowcs(nullptr, line.c_str(), 0) << " characters\n";
}
