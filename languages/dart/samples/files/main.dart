import 'dart:io';

import 'greetings/polite.dart';

void main() {
  for (final name in File('names.txt').readAsLinesSync()) {
    print(greet(name));
  }
}
