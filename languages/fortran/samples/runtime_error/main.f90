program fail
  implicit none
  integer, allocatable :: numbers(:)

  allocate (numbers(2))
  allocate (numbers(3))
end program
