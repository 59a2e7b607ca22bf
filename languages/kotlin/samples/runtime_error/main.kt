fun half(numbers: List<Int>): Int {
    return numbers[3] / 2
}

fun main() {
    half(listOf(1, 2))
}
