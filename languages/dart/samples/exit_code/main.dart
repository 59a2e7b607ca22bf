import 'dart:io';

void main() {
  print('leaving');
  exit(3);
}
