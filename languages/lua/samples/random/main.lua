print(math.random(0))
print(math.randomseed())
print(os.tmpname())
