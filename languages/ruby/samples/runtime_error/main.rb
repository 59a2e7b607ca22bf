def half(number)
  number / 0
end

half(1)
