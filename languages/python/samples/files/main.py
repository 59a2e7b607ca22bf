from greetings.polite import greet

with open("names.txt") as names:
    for name in names:
        print(greet(name.strip()))
