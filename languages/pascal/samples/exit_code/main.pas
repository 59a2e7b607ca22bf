begin
  writeln('leaving');
  halt(3);
end.
