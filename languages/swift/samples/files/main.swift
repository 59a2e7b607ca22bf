import Foundation

for name in try String(contentsOfFile: "names.txt", encoding: .utf8).split(separator: "\n") {
    print(greet(String(name)))
}
