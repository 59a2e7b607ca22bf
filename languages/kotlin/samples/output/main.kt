fun main() {
    while (true) {
        println("more")
    }
}
