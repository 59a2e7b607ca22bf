program hoard
  implicit none
  type :: block
    integer, pointer :: numbers(:) => null()
    type(block), pointer :: next => null()
  end type
  type(block), pointer :: kept, added

  nullify (kept)
  do
    allocate (added)
    allocate (added%numbers(262144))
    added%numbers = 1
    added%next => kept
    kept => added
  end do
end program
