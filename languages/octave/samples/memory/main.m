kept = {};
while true
  kept{end + 1} = rand(1000);
end
