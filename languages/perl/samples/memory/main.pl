my @kept;
push @kept, 'x' x 2**20 while 1;
