import Foundation

print("started")
fflush(stdout)
while true {}
