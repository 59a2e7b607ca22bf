# Prints all that a program can find of how it was started.
use v5.40;
use warnings;

BEGIN { say "phase: ${^GLOBAL_PHASE}" }
END { say 'written first, exit code ', $? }
END { say 'written last, phase ', ${^GLOBAL_PHASE} }

sub show($name, @values) { say "$name: ", join ', ', map { defined ? "<$_>" : 'undef' } @values }

show names => $0, __FILE__, $^X, caller, (caller 0)[3], __PACKAGE__;
show arguments => @ARGV, scalar @ARGV, map { utf8::is_utf8($_) ? 'characters' : 'bytes' } @ARGV;
show options => $^W, $^D, $^P, $^F, $^H, $^O, $^V, $^S, $^A, ${^TAINT}, ${^UNICODE}, ${^UTF8LOCALE}, ${^OPEN}, $|, $/, $\, $,, $", $;, $., $@, $! + 0, $?;
show INC => @INC, map { "$_ $INC{$_}" } sort keys %INC;
show globals => map { s/([\0-\x1f])/'^' . chr(64 + ord $1)/er } sort keys %main::;
show environment => map { "$_=$ENV{$_}" } sort keys %ENV;
show signals => map { "$_ " . ($SIG{$_} // 'undef') } sort keys %SIG;
show layers => map { join ' ', fileno $_, PerlIO::get_layers($_), -t $_ ? 'terminal' : '', -p $_ ? 'pipe' : '' } *STDIN, *STDOUT, *STDERR, *DATA;
show clocks => abs(time - $^T) < 60, -M $0 < 1;
show process => getppid, getpgrp == $$, $<, $>, $(, $), getpriority(0, 0), sprintf('%o', umask);
show source => (stat $0)[2, 3, 4, 5, 7];

opendir my $folder, '.';
show folder => sort readdir $folder;
closedir $folder;
show descriptors => map { my $at = readlink "/proc/self/fd/$_"; defined $at ? "$_ " . $at =~ s/\d+//r : () } 0 .. 255;
for my $of (qw(status limits)) {
    open my $proc, '<', "/proc/self/$of";
    show $of => grep { !/^(Max cpu|Max realtime t)/ && /^(Max|Sig[^Q]|Shd|Cap|Groups|Threads|NoNew|Uid|Gid)/ } map { chomp; s/\s+/ /gr } <$proc>;
}

require Cwd;
require POSIX;
require Config;
show later => Cwd::getcwd(), $Cwd::VERSION, POSIX::setlocale(POSIX::LC_ALL()), POSIX::ttyname(0), $INC{'Cwd.pm'};
my $action = POSIX::SigAction->new;
show handlers => map { POSIX::sigaction($_, undef, $action) ? "$_ " . $action->handler : "$_ none" } 1 .. 31;
show data => tell DATA, <DATA>;
show stdin => scalar <STDIN>, do { local $/; <STDIN> };
show shell => sort qx(env);

sub outer { inner(@_) }
sub inner { require Carp; Carp::confess("confessed @_") }

eval { outer('a', 1); 1 } or print "caught: $@";
eval 'sub {' or print "caught: $@";
my $nothing;
warn 'warned ', "of $nothing";
$SIG{__DIE__} = sub { print STDERR "dies: $_[0]" };
not_there->method;
__DATA__
data of the program
