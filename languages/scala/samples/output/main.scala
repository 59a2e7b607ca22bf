object Main extends App {
  while (true) println("more")
}
