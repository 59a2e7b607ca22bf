import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.jetbrains.kotlin.cli.common.CLICompiler;
import org.jetbrains.kotlin.cli.jvm.K2JVMCompiler;

/** The compiler, started ahead of the program: it compiles what it was trained with until it is quick, and waits. What it does then is what its main does. */
final class Kotlinc {
    private static final int ROUNDS = 4;
    private static final String HOME = "/usr/lib/hotcell/kotlin";

    public static void main(String[] args) throws Exception {
        // What it reads of the JDK and of its libraries stays with it from round to round.
        System.setProperty("kotlin.environment.keepalive", "true");
        var stderr = System.err;
        System.setErr(new PrintStream(OutputStream.nullOutputStream()));
        var jar = Path.of("/tmp/warm.jar");
        for (int round = 0; round < ROUNDS; round++) {
            compile("-d", jar.toString(), HOME + "/train.kt");
        }

        Files.deleteIfExists(jar);
        System.setErr(stderr);
        try (var ready = new FileOutputStream("/proc/self/fd/101")) {
            ready.write(1);
        }

        try (var told = new FileInputStream("/proc/self/fd/100")) {
            Runtime.getRuntime().halt(compile(new String(told.readAllBytes(), StandardCharsets.UTF_8).split("\0")));
        }
    }

    private static int compile(String... words) {
        var command = Stream.concat(Stream.of("@" + HOME + "/compiler.args"), Arrays.stream(words)).toArray(String[]::new);
        return CLICompiler.doMainNoExit(new K2JVMCompiler(), command).getCode();
    }
}
