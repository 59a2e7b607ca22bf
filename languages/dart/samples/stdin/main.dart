import 'dart:convert';
import 'dart:io';

void main() async {
  var sum = 0;
  await for (final line in stdin.transform(utf8.decoder).transform(const LineSplitter())) {
    sum += int.parse(line);
  }
  print(sum);
}
