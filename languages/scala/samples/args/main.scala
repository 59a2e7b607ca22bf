object Main extends App {
  args.foreach(arg => println(s"[$arg]"))
}
