uses
  sockets;
var
  address: TInetSockAddr;
begin
  address.sin_family := AF_INET;
  address.sin_port := htons(80);
  address.sin_addr := StrToNetAddr('192.0.2.1');
  if fpconnect(fpsocket(AF_INET, SOCK_STREAM, 0), @address, sizeof(address)) = 0 then
    writeln('connected')
  else
    writeln('no network');
end.
