use v5.40;
say "never printed";
say $undeclared;
