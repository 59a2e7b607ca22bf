import Foundation

print("leaving")
exit(3)
