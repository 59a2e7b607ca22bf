import random
import uuid

print(random.random())
print(hash("text"))
print(uuid.uuid4())
print(random.sample(range(40), 40))
