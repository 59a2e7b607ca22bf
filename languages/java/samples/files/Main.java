import greetings.Polite;
import java.nio.file.Files;
import java.nio.file.Path;

public class Main {
    public static void main(String[] args) throws Exception {
        for (String name : Files.readAllLines(Path.of("names.txt"))) {
            System.out.println(Polite.greet(name));
        }
    }
}
