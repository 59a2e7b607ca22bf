fun main() {
    for (name in listOf("GREETING", "HOME", "LANG")) {
        println(System.getenv(name))
    }
}
