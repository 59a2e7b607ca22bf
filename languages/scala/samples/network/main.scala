import java.net.{InetSocketAddress, Socket}
import scala.util.Try

object Main extends App {
  val connected = Try(new Socket().connect(new InetSocketAddress("192.0.2.1", 80), 1000)).isSuccess
  println(if (connected) "connected" else "no network")
}
