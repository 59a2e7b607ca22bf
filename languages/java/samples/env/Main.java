public class Main {
    public static void main(String[] args) {
        for (String name : new String[] { "GREETING", "HOME", "LANG" }) {
            System.out.println(System.getenv(name));
        }
    }
}
