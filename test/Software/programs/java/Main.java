import java.net.*;
import java.nio.ByteBuffer;
import java.nio.channels.*;
import java.nio.file.*;
import java.util.concurrent.*;
import java.util.stream.*;

public class Main {
    public static void main(String[] args) throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(8);
        System.out.println(pool.invokeAll(IntStream.range(0, 20).<Callable<Integer>>mapToObj(i -> () -> i * i).collect(Collectors.toList()))
            .stream().mapToInt(future -> { try { return future.get(); } catch (Exception failed) { throw new RuntimeException(failed); } }).sum());
        System.out.println(IntStream.rangeClosed(1, 1_000_000).parallel().asLongStream().sum());

        try (ServerSocketChannel server = ServerSocketChannel.open()) {
            server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            Future<String> heard = pool.submit(() -> {
                ByteBuffer buffer = ByteBuffer.allocate(16);
                try (SocketChannel peer = server.accept()) {
                    peer.read(buffer);
                }
                return new String(buffer.array(), 0, buffer.position());
            });
            try (SocketChannel client = SocketChannel.open(server.getLocalAddress())) {
                client.write(ByteBuffer.wrap("over nio".getBytes()));
            }
            System.out.println(heard.get());
        }

        Path file = Files.writeString(Path.of("mapped"), "memory mapped");
        try (FileChannel channel = FileChannel.open(file)) {
            System.out.println(channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size()).remaining());
        }

        Process child = new ProcessBuilder("echo", "from a child").redirectErrorStream(true).start();
        System.out.print(new String(child.getInputStream().readAllBytes()));
        System.out.println(child.waitFor());

        byte[][] garbage = new byte[64][];
        for (int i = 0; i < 4000; i++) {
            garbage[i % garbage.length] = new byte[1 << 20];
        }
        System.out.println("collected");
        pool.shutdown();
    }
}
