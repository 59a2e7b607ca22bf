{$mode objfpc}
uses
  sysutils;

function half(number: integer): integer;
begin
  if odd(number) then
    raise Exception.Create('the number is odd');
  result := number div 2;
end;

begin
  half(3);
end.
