program more
  do
    print '(a)', 'more'
  end do
end program
