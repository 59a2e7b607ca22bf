object Main extends App {
  println("started")
  while (true) {}
}
