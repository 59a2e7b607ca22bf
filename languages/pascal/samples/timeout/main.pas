begin
  writeln('started');
  flush(output);
  while true do;
end.
