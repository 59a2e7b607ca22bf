void main(List<String> args) {
  for (final arg in args) {
    print('[$arg]');
  }
}
