var
  number, total: int64;
begin
  total := 0;
  while not seekeof do
  begin
    readln(number);
    total := total + number;
  end;
  writeln(total);
end.
