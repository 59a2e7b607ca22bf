void main() {
  String answer = 42;
  print(answer);
}
