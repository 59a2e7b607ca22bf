{$mode objfpc}{$H+}
unit polite;

interface

function greet(const name: string): string;

implementation

function greet(const name: string): string;
begin
  result := 'Hello, ' + name + '!';
end;

end.
