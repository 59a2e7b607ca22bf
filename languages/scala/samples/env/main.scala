object Main extends App {
  for (name <- List("GREETING", "HOME", "LANG")) println(sys.env(name))
}
