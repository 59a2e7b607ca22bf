addpath("greetings")

file = fopen("names.txt");
while ischar(name = fgetl(file))
  disp(greet(name))
end
fclose(file);
