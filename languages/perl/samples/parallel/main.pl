use v5.40;
use threads;
use List::Util 'sum0';

my @threads = map {
    my $part = $_;
    threads->create(sub { sum0 grep { $_ % 4 == $part } 0 .. 1000 });
} 0 .. 3;
say sum0 map { $_->join } @threads;
