begin
  while true do
    writeln('more');
end.
