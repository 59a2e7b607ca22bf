import java.util.stream.IntStream;

public class Main {
    static int total = 0;

    static synchronized void add(int part) {
        total += part;
    }

    public static void main(String[] args) throws InterruptedException {
        Thread[] threads = new Thread[4];
        for (int i = 0; i < 4; i++) {
            int first = i;
            threads[i] = new Thread(() -> add(IntStream.rangeClosed(0, 1000).filter(n -> n % 4 == first).sum()));
            threads[i].start();
        }
        for (Thread thread : threads) {
            thread.join();
        }
        System.out.println(total);
    }
}
