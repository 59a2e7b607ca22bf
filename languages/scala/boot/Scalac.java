import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.Stream;
import scala.tools.nsc.Main;

/** The compiler, started ahead of the program: it compiles what it was trained with until it is quick, and waits. What it does then is what its main does. */
final class Scalac {
    private static final int ROUNDS = 4;
    private static final String HOME = "/usr/lib/hotcell/scala";

    public static void main(String[] args) throws Exception {
        var stdout = System.out;
        var stderr = System.err;
        var nowhere = new PrintStream(OutputStream.nullOutputStream());
        System.setOut(nowhere);
        System.setErr(nowhere);
        var folder = Files.createTempDirectory("warm");
        for (int round = 0; round < ROUNDS; round++) {
            compile("-d", folder.toString(), HOME + "/train.scala");
        }

        try (var all = Files.walk(folder)) {
            all.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(file -> file.delete());
        }

        System.setOut(stdout);
        System.setErr(stderr);
        try (var ready = new FileOutputStream("/proc/self/fd/4")) {
            ready.write(1);
        }

        try (var told = new FileInputStream("/proc/self/fd/3")) {
            Runtime.getRuntime().halt(compile(new String(told.readAllBytes(), StandardCharsets.UTF_8).split("\0")));
        }
    }

    private static int compile(String... words) {
        Main.process(Stream.concat(Stream.of("@" + HOME + "/compiler.args"), Arrays.stream(words)).toArray(String[]::new));
        return Main.reporter().hasErrors() ? 1 : 0;
    }
}
