import kotlinx.coroutines.*

fun main() = runBlocking(Dispatchers.Default) {
    val sums = (0..3).map { part -> async { (part..1000 step 4).sum() } }
    println(sums.awaitAll().sum())
}
