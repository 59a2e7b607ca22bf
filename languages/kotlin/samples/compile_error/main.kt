fun main() {
    val answer: String = 42
    println(answer)
}
