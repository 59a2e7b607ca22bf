use List::Util 'shuffle';

my %hash = map { $_ => 1 } 1 .. 40;
print join(' ', @$_), "\n" for [rand], [keys %hash], [shuffle 1 .. 40], [int rand 2**48];
