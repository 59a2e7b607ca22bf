import 'dart:io';

void main() {
  for (final name in ['GREETING', 'HOME', 'LANG']) {
    print(Platform.environment[name]);
  }
}
