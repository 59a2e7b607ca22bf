import Foundation

for name in ["GREETING", "HOME", "LANG"] {
    print(ProcessInfo.processInfo.environment[name]!)
}
