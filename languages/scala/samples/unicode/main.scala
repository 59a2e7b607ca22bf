object Main extends App {
  val line = io.StdIn.readLine()
  println(s"✓ $line has ${line.codePointCount(0, line.length)} characters")
}
