program add
  implicit none
  integer :: part, i, total

  total = 0
  !$omp parallel do num_threads(4) private(i) reduction(+:total)
  do part = 0, 3
    do i = part, 1000, 4
      total = total + i
    end do
  end do
  !$omp end parallel do
  print '(i0)', total
end program
