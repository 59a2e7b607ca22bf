#include <future>
#include <iostream>
#include <vector>

int main() {
    std::vector<std::future<int>> parts;
    for (int part = 0; part < 4; part++) {
        parts.push_back(std::async(std::launch::async, [part] {
            int sum = 0;
            for (int i = part; i <= 1000; i += 4) sum += i;
            return sum;
        }));
    }

    int total = 0;
    for (auto& part : parts) total += part.get();
    std::cout << total << '\n';
}
