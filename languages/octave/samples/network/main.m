[~, connected] = urlread("http://192.0.2.1/");
if connected
  disp("connected")
else
  disp("no network")
end
