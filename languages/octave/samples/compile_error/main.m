disp("never printed")
x = (1 + ;
