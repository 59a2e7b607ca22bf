program greetings
  use polite
  implicit none
  character(len=100) :: name
  integer :: file, status

  open (newunit=file, file='names.txt', action='read')
  do
    read (file, '(a)', iostat=status) name
    if (status /= 0) exit
    print '(a)', greet(trim(name))
  end do
end program
