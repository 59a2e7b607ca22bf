function result = half(numbers)
  result = numbers(4) / 2;
end

half([1 2]);
