print "$ENV{$_}\n" for qw(GREETING HOME LANG);
