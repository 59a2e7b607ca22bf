print("never printed")
if true print("nor this") end
