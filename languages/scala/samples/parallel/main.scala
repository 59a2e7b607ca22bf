import scala.concurrent.{Await, Future}
import scala.concurrent.ExecutionContext.Implicits.global
import scala.concurrent.duration._

object Main {
  def main(args: Array[String]): Unit = {
    val sums = Future.sequence((0 to 3).map(part => Future((part to 1000 by 4).sum)))
    println(Await.result(sums, 10.seconds).sum)
  }
}
