#include <iostream>
#include <ranges>
#include <thread>

int main() {
    int sum = 0;
    std::jthread([&] {
        for (int square : std::views::iota(1, 4) | std::views::transform([](int n) { return n * n; })) {
            sum += square;
        }
    }).join();
    std::cout << sum << '\n';
}
