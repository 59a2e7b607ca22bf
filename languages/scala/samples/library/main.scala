// What the library finds of itself, and what it does with threads.
import scala.collection.parallel.immutable.ParVector
import scala.concurrent.{Await, Future}
import scala.concurrent.ExecutionContext.Implicits.global
import scala.concurrent.duration._

object Main extends App {
  println(util.Properties.versionNumberString.startsWith("2."))
  println(Await.result(Future(ParVector(1, 2, 3).map(_ * 2).sum), 10.seconds))
  println("a1b22".split("\\d+").toList, """(\d+)""".r.findAllIn("a1b22").toList)
}
