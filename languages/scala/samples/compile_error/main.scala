object Main extends App {
  val answer: String = 42
  println(answer)
}
