use v5.40;

say "Hello, World!";
