{ A library of the machine, in a folder that the program names. }
program CLibrary;
{$librarypath /usr/lib/gcc/x86_64-linux-gnu/14}
{$linklib c}
{$linklib gcc_s}
function strlen(text: PChar): SizeInt; cdecl; external 'c';
begin
  WriteLn(strlen('four'));
end.
