import Foundation

var address = sockaddr_in()
address.sin_family = sa_family_t(AF_INET)
address.sin_port = UInt16(80).bigEndian
inet_pton(AF_INET, "192.0.2.1", &address.sin_addr)
let fd = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
let result = withUnsafePointer(to: &address) {
    $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        connect(fd, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
    }
}
print(result == 0 ? "connected" : "no network")
