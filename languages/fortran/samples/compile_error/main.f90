program mistake
  implicit none
  integer :: answer
  answer = 'forty-two'
end program
