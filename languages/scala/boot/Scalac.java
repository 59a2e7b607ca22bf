import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
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

    /** Scala's console keeps the streams that it finds when it is first used, so what they lead to is what changes. */
    private static final class Switch extends FilterOutputStream {
        private final OutputStream later;

        Switch(OutputStream later) {
            super(OutputStream.nullOutputStream());
            this.later = later;
        }

        @Override
        public void write(byte[] bytes, int start, int count) throws IOException {
            out.write(bytes, start, count);
        }

        void on() {
            out = later;
        }
    }

    public static void main(String[] args) throws Exception {
        var stdout = new Switch(System.out);
        var stderr = new Switch(System.err);
        System.setOut(new PrintStream(stdout, true, System.out.charset()));
        System.setErr(new PrintStream(stderr, true, System.err.charset()));
        var folder = Files.createTempDirectory("warm");
        for (int round = 0; round < ROUNDS; round++) {
            compile("-d", folder.toString(), HOME + "/train.scala");
        }

        try (var all = Files.walk(folder)) {
            all.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(file -> file.delete());
        }

        stdout.on();
        stderr.on();
        try (var ready = new FileOutputStream("/proc/self/fd/101")) {
            ready.write(1);
        }

        try (var told = new FileInputStream("/proc/self/fd/100")) {
            Runtime.getRuntime().halt(compile(new String(told.readAllBytes(), StandardCharsets.UTF_8).split("\0")));
        }
    }

    private static int compile(String... words) {
        Main.process(Stream.concat(Stream.of("@" + HOME + "/compiler.args"), Arrays.stream(words)).toArray(String[]::new));
        return Main.reporter().hasErrors() ? 1 : 0;
    }
}
