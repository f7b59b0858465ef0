#!/usr/bin/env perl
# A turnstile written by hand, in another language: lines of JSON in, a line for each out.
#
#   perl turnstile.pl           on standard input and output
#   perl turnstile.pl 4000      on a TCP port of this machine (0: one that is free; it is printed)
use strict;
use warnings;
use JSON::PP;
use IO::Socket::INET;

my $json = JSON::PP->new->canonical;
my $locked;

sub answer {
    my ($message) = @_;
    my @actions;
    if ($message->{do} eq 'reset') {
        return { unsupported => 'it has no options' } if %{ $message->{options} };
        $locked = 1;
    }
    elsif ($message->{do} eq 'advance') {
        # no timers: nothing happens
    }
    elsif ($message->{event} eq 'coin') {
        $locked = 0;
    }
    elsif ($message->{event} eq 'push') {
        push @actions, 'alarm' if $locked;
        $locked = 1;
    }
    else {
        return { refused => "what is $message->{event}?" };
    }
    return { actions => \@actions, state => $locked ? 'Locked' : 'Unlocked' };
}

sub serve {
    my ($in, $out) = @_;
    $out->autoflush(1);
    while (my $line = <$in>) {
        print {$out} $json->encode(answer($json->decode($line))), "\n";
    }
}

if (@ARGV) {
    my $server = IO::Socket::INET->new(LocalAddr => '127.0.0.1', LocalPort => $ARGV[0], Listen => 5, ReuseAddr => 1)
        or die "cannot listen: $!\n";
    STDOUT->autoflush(1);
    print "listening on ", $server->sockport, "\n";
    while (my $peer = $server->accept) {
        serve($peer, $peer);
    }
}
else {
    serve(\*STDIN, \*STDOUT);
}
