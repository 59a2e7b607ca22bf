{$mode objfpc}{$H+}
var
  line: string;
  character: char;
  count: integer;
begin
  readln(line);
  count := 0;
  for character in line do
    if ord(character) and $C0 <> $80 then
      inc(count);
  writeln('✓ ', line, ' has ', count, ' characters');
end.
