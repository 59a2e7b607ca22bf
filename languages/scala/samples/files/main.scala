import greetings.Polite

object Main extends App {
  for (name <- io.Source.fromFile("names.txt").getLines()) println(Polite.greet(name))
}
