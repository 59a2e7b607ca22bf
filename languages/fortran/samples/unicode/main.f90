program count
  use, intrinsic :: iso_fortran_env, only: input_unit, output_unit
  implicit none
  integer, parameter :: ucs4 = selected_char_kind('ISO_10646')
  character(kind=ucs4, len=100) :: line

  open (input_unit, encoding='UTF-8')
  open (output_unit, encoding='UTF-8')
  read (*, '(a)') line
  print '(a, a, a, i0, a)', char(10003, ucs4) // ucs4_' ', trim(line), ucs4_' has ', len_trim(line), ucs4_' characters'
end program
