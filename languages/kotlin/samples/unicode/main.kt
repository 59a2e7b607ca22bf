fun main() {
    val line = readln()
    println("✓ $line has ${line.codePointCount(0, line.length)} characters")
}
