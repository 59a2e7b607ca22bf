#include <string>

std::string name = 42;

int main() {
}
