import greetings/polite

for name in lines("names.txt"):
  echo greet(name)
