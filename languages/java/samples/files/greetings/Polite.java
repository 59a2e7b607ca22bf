package greetings;

public class Polite {
    public static String greet(String name) {
        return "Hello, " + name + "!";
    }
}
