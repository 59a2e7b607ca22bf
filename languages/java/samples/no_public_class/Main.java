class Node {
    final String text = "Hello, World!";
}

class Hello {
    static class Inner {
    }

    public static void main(String[] args) {
        System.out.println(new Node().text);
    }
}
