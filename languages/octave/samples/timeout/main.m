disp("started")
while true
end
