program arguments
  implicit none
  integer :: i, length
  character(len=100) :: arg

  do i = 1, command_argument_count()
    call get_command_argument(i, arg, length)
    print '(3a)', '[', arg(1:length), ']'
  end do
end program
