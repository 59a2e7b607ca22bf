object Main {
  def half(numbers: Vector[Int]): Int =
    numbers(3) / 2

  def main(args: Array[String]): Unit =
    half(Vector(1, 2))
}
