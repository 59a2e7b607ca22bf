import 'dart:convert';
import 'dart:io';

void main() {
  final line = stdin.readLineSync(encoding: utf8)!;
  print('✓ $line has ${line.runes.length} characters');
}
