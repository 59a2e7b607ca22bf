use v5.40;

sub half($number) {
    return $number / 0;
}

half(1);
