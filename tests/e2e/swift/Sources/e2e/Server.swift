import Foundation

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A server that reads whole requests and then does what the test says with the connection. It ends with the process.
final class Server: Sendable {
    /// What to do with the connection after a request, told how many have come.
    typealias Serve = @Sendable (Connection, Int) -> Void

    let port: UInt16
    var url: URL { URL(string: "http://127.0.0.1:\(port)")! }
    private let seen = Seen()

    /// The bodies of the requests so far.
    var requests: [String] { seen.all }

    init(_ serve: @escaping Serve) {
        let (listener, port) = listening()
        self.port = port
        let seen = seen
        Thread.detachNewThread {
            while true {
                let connection = Connection(descriptor: accept(listener, nil, nil))
                Thread.detachNewThread {
                    while let body = connection.request() { serve(connection, seen.add(body)) }
                }
            }
        }
    }

    /// The requests, for all threads.
    private final class Seen: @unchecked Sendable {
        private let lock = NSLock()
        private var bodies: [String] = []

        var all: [String] { lock.withLock { bodies } }

        /// Adds one, and returns how many there are.
        func add(_ body: String) -> Int {
            lock.withLock {
                bodies.append(body)
                return bodies.count
            }
        }
    }
}

/// A socket that listens on the loopback address, and its port.
func listening() -> (Int32, UInt16) {
    #if canImport(Glibc)
        let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    #else
        let listener = socket(AF_INET, SOCK_STREAM, 0)
    #endif
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = inet_addr("127.0.0.1")
    var size = socklen_t(MemoryLayout<sockaddr_in>.size)
    withUnsafeMutablePointer(to: &address) { pointer in
        pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
            _ = bind(listener, address, size)
            _ = getsockname(listener, address, &size)
        }
    }
    _ = listen(listener, 50)
    return (listener, UInt16(bigEndian: address.sin_port))
}

/// One connection of a `Server`.
final class Connection: @unchecked Sendable {
    private let descriptor: Int32
    // After a reset the number may soon mean another connection.
    private var gone = false

    init(descriptor: Int32) { self.descriptor = descriptor }

    /// The body of the next request, or nil at the end.
    func request() -> String? {
        var head = ""
        while !head.hasSuffix("\r\n\r\n") {
            guard let byte = read(1)?.first else { return nil }
            head.unicodeScalars.append(Unicode.Scalar(byte))
        }
        let lines = head.lowercased().components(separatedBy: "\r\n")
        let length = lines.first { $0.hasPrefix("content-length: ") }.flatMap { Int($0.dropFirst(16)) } ?? 0
        return read(length).map { String(decoding: $0, as: UTF8.self) }
    }

    /// Exactly so many bytes, or nil if the other side ends before.
    func read(_ count: Int) -> [UInt8]? {
        if gone { return nil }
        var all: [UInt8] = []
        var part = [UInt8](repeating: 0, count: max(count, 1))
        while all.count < count {
            let got = recv(descriptor, &part, count - all.count, 0)
            if got <= 0 { return nil }
            all += part[..<got]
        }
        return all
    }

    func send(_ text: String) {
        let bytes = Array(text.utf8)
        #if canImport(Glibc)
            let flags = Int32(MSG_NOSIGNAL)
            _ = Glibc.send(descriptor, bytes, bytes.count, flags)
        #else
            _ = Darwin.send(descriptor, bytes, bytes.count, 0)
        #endif
    }

    func answer(_ status: String, _ body: String, _ headers: [String] = []) {
        let head = ["HTTP/1.1 \(status)", "Content-Type: application/json", "Content-Length: \(body.utf8.count)"] + headers
        send(head.joined(separator: "\r\n") + "\r\n\r\n" + body)
    }

    func close() {
        shutdown(descriptor, Int32(SHUT_RDWR))
    }

    /// Closes with a reset instead of an orderly end.
    func reset() {
        gone = true
        var now = linger(l_onoff: 1, l_linger: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_LINGER, &now, socklen_t(MemoryLayout<linger>.size))
        #if canImport(Glibc)
            _ = Glibc.close(descriptor)
        #else
            _ = Darwin.close(descriptor)
        #endif
    }
}
