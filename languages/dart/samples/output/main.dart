import 'dart:io';

void main() {
  while (true) {
    stdout.writeln('more');
  }
}
