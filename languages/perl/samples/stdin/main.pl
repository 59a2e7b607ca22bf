use v5.40;

my $sum = 0;
$sum += $_ while <STDIN>;
say $sum;
