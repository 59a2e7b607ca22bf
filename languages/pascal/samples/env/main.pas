uses
  sysutils;
begin
  writeln(GetEnvironmentVariable('GREETING'));
  writeln(GetEnvironmentVariable('HOME'));
  writeln(GetEnvironmentVariable('LANG'));
end.
