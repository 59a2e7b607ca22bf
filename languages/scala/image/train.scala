// The compiler compiles this once when an image is made; the classes that it uses for it go into an archive.
import scala.collection.mutable
import scala.concurrent.{Await, Future}
import scala.concurrent.ExecutionContext.Implicits.global
import scala.concurrent.duration._

sealed trait Shape
case class Circle(radius: Double) extends Shape
case object Point extends Shape

class Counter[A](start: Int) {
  private val seen = mutable.Map.empty[A, Int].withDefaultValue(start)
  def add(item: A): this.type = { seen(item) += 1; this }
  def +(item: A): Counter[A] = add(item)
}

object Train {
  implicit class Half(val number: Int) extends AnyVal { def half: Option[Int] = if (number % 2 == 0) Some(number / 2) else None }

  def area(shape: Shape): Double = shape match {
    case Circle(radius) => math.Pi * radius * radius
    case Point => 0
  }

  lazy val words = List("a", "b")

  def main(args: Array[String]): Unit = {
    val halves = for (i <- 1 to 10; h <- i.half) yield s"$i: $h"
    println(halves.mkString(", ") + words.zipWithIndex.toMap + area(Circle(1)))
    val sums = Future.sequence((0 to 3).map(part => Future((part to 1000 by 4).sum)))
    println(Await.result(sums, 1.second).sum)
    try io.Source.stdin.getLines().map(_.toInt).foldLeft(0)(_ + _) catch { case e: NumberFormatException => println(e) }
  }
}
