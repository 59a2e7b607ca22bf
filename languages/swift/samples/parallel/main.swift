let total = await withTaskGroup(of: Int.self) { group in
    for part in 0..<4 {
        group.addTask { stride(from: part, through: 1000, by: 4).reduce(0, +) }
    }
    return await group.reduce(0, +)
}
print(total)
