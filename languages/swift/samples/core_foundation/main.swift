import CoreFoundation

print(MemoryLayout<CFRange>.size)
