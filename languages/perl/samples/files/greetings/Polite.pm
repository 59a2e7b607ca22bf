package greetings::Polite;
use v5.40;
use Exporter 'import';
our @EXPORT_OK = qw(greet);

sub greet($name) {
    return "Hello, $name!";
}

1;
