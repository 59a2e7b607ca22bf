{$mode objfpc}
uses
  cthreads, classes;
type
  TAdder = class(TThread)
    part, sum: integer;
    constructor Create(first: integer);
    procedure Execute; override;
  end;

constructor TAdder.Create(first: integer);
begin
  part := first;
  inherited Create(false);
end;

procedure TAdder.Execute;
begin
  sum := 0;
  while part <= 1000 do
  begin
    sum := sum + part;
    part := part + 4;
  end;
end;

var
  adders: array[0..3] of TAdder;
  i, total: integer;
begin
  for i := 0 to 3 do
    adders[i] := TAdder.Create(i);
  total := 0;
  for i := 0 to 3 do
  begin
    adders[i].WaitFor;
    total := total + adders[i].sum;
  end;
  writeln(total);
end.
