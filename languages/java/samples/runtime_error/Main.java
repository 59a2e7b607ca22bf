public class Main {
    static int half(int number) {
        return number / 0;
    }

    public static void main(String[] args) {
        half(1);
    }
}
