import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import javax.tools.ToolProvider;

/** The compiler, started ahead of the program: it compiles something of its own until it is quick, and waits. What it does then is what javac does. */
final class Javac {
    private static final int ROUNDS = 8;

    /** What programs are made of, so that nothing of it has to be loaded any more. */
    private static final String SAMPLE = """
        import java.io.*;
        import java.util.*;
        import java.util.function.*;
        import java.util.stream.*;

        public class Warm {
            record Point(int x, int y) {}
            sealed interface Shape permits Circle, Square {}
            record Circle(double radius) implements Shape {}
            record Square(double side) implements Shape {}
            enum Color { RED, GREEN }
            static abstract class Animal { abstract String sound(); }
            static class Dog extends Animal { @Override String sound() { return "woof"; } }
            static <T extends Comparable<T>> T largest(List<T> all) { return Collections.max(all); }
            static double area(Shape shape) { return switch (shape) { case Circle c -> Math.PI * c.radius() * c.radius(); case Square s -> s.side() * s.side(); }; }
            public static void main(String[] args) throws Exception {
                Scanner in = new Scanner(System.in);
                BufferedReader reader = new BufferedReader(new InputStreamReader(System.in));
                Map<String, List<Integer>> map = new HashMap<>();
                for (int i = 0; i < 10; i++) { map.computeIfAbsent("k" + i % 3, k -> new ArrayList<>()).add(i); }
                int[] numbers = {3, 1, 2};
                Arrays.sort(numbers);
                StringBuilder text = new StringBuilder();
                for (var entry : map.entrySet()) { text.append(entry.getKey()).append(entry.getValue()); }
                try { System.out.println(largest(List.of(1, 2)) + area(new Circle(1))); }
                catch (IllegalStateException | ArithmeticException e) { System.err.println(e.getMessage()); }
                finally { System.out.printf("%d %s%n", numbers.length, new Point(1, 2)); }
                Runnable run = () -> System.out.println(new Dog().sound());
                new Thread(run).start();
                System.out.println(IntStream.range(0, 5).mapToObj(Integer::toString).collect(Collectors.joining(",")));
                Object o = Color.RED;
                if (o instanceof Color color && color != Color.GREEN) { System.out.println(color.name()); }
            }
        }
        """;

    public static void main(String[] args) throws Exception {
        var javac = ToolProvider.getSystemJavaCompiler();
        var folder = Files.createTempDirectory("warm");
        var source = Files.writeString(folder.resolve("Warm.java"), SAMPLE);
        for (int round = 0; round < ROUNDS; round++) {
            javac.run(null, null, null, "-encoding", "UTF-8", "-proc:none", "-d", folder.toString(), source.toString());
        }

        try (var all = Files.walk(folder)) {
            all.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(file -> file.delete());
        }

        try (var ready = new FileOutputStream("/proc/self/fd/101")) {
            ready.write(1);
        }

        List<String> command = new ArrayList<>(List.of("-encoding", "UTF-8", "-proc:none", "-d", "."));
        try (var told = new FileInputStream("/proc/self/fd/100")) {
            command.addAll(List.of(new String(told.readAllBytes(), StandardCharsets.UTF_8).split("\0")));
        }

        Runtime.getRuntime().halt(javac.run(null, null, null, command.toArray(String[]::new)));
    }
}
