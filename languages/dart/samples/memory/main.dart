import 'dart:typed_data';

void main() {
  final kept = <Uint8List>[];
  while (true) {
    kept.add(Uint8List(1 << 20)..fillRange(0, 1 << 20, 1));
  }
}
