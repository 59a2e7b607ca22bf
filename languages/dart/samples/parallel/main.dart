import 'dart:isolate';

int add(int part) {
  var sum = 0;
  for (var i = part; i <= 1000; i += 4) {
    sum += i;
  }
  return sum;
}

void main() async {
  final sums = await Future.wait([for (var part = 0; part < 4; part++) Isolate.run(() => add(part))]);
  print(sums.reduce((a, b) => a + b));
}
