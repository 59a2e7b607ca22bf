fun main() {
    println(generateSequence(::readLine).sumOf { it.toLong() })
}
