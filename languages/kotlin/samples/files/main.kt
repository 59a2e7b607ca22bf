import greetings.greet
import java.io.File

fun main() {
    File("names.txt").forEachLine { println(greet(it)) }
}
