program environment
  implicit none
  call tell('GREETING')
  call tell('HOME')
  call tell('LANG')
contains
  subroutine tell(name)
    character(len=*), intent(in) :: name
    character(len=100) :: text

    call get_environment_variable(name, text)
    print '(a)', trim(text)
  end subroutine
end program
