program leave
  print '(a)', 'leaving'
  stop 3, quiet=.true.
end program
