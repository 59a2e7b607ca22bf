use v5.40;
use utf8;
use open qw(:std :encoding(UTF-8));

chomp(my $line = <STDIN>);
say "✓ $line has ", length $line, " characters";
