import java.io.IOException
import java.net.InetSocketAddress
import java.net.Socket

fun main() {
    try {
        Socket().connect(InetSocketAddress("192.0.2.1", 80), 1000)
        println("connected")
    } catch (e: IOException) {
        println("no network")
    }
}
