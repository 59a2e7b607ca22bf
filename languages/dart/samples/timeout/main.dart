void main() {
  print('started');
  while (true) {}
}
