import 'dart:io';

void main() async {
  try {
    await Socket.connect('192.0.2.1', 80, timeout: const Duration(seconds: 1));
    print('connected');
  } on SocketException {
    print('no network');
  }
}
