{$mode objfpc}{$H+}
uses
  polite in 'greetings/polite.pas';
var
  names: text;
  name: string;
begin
  assign(names, 'names.txt');
  reset(names);
  while not eof(names) do
  begin
    readln(names, name);
    writeln(greet(name));
  end;
end.
