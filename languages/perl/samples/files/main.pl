use v5.40;
use greetings::Polite qw(greet);

open my $names, '<', 'names.txt' or die "names.txt: $!";
while (my $name = <$names>) {
    chomp $name;
    say greet($name);
}
