record Name(String text) {
}

void main() {
    IO.println("Hello, " + new Name("World").text() + "!");
}
