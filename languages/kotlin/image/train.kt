// The compiler compiles this once when an image is made; the classes that it uses for it go into an archive.
import kotlinx.coroutines.*

data class Person(val name: String, val age: Int)

sealed interface Shape
class Circle(val radius: Double) : Shape
object Point : Shape

fun area(shape: Shape) = when (shape) {
    is Circle -> Math.PI * shape.radius * shape.radius
    Point -> 0.0
}

inline fun <reified T> List<*>.only() = filterIsInstance<T>()

fun main(args: Array<String>) = runBlocking {
    val people = listOf(Person("Ada", 36), Person("Grace", 85)).sortedByDescending { it.age }
    people.forEach { (name, age) -> println("$name is $age") }
    val sums = (1..4).map { async { (it..1000 step 4).sum() } }.awaitAll()
    println(sums.sum() + area(Circle(2.0)) + listOf(1, "a").only<Int>().size)
    generateSequence(::readlnOrNull).mapNotNull { it.toIntOrNull() }.groupBy { it % 2 }.let(::println)
    try {
        error("on purpose")
    } catch (e: IllegalStateException) {
        println(e.message)
    }
}
