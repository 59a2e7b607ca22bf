func half(_ numbers: [Int]) -> Int {
    guard numbers.count > 3 else { fatalError("too few numbers") }
    return numbers[3] / 2
}

print(half([1, 2]))
