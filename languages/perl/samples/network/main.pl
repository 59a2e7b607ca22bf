use v5.40;
use IO::Socket::INET;

say IO::Socket::INET->new(PeerAddr => '192.0.2.1:80', Timeout => 1) ? 'connected' : 'no network';
