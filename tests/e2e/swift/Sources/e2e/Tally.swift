import Foundation

/// A test failed.
struct Failure: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) { self.description = description }
}

/// Counts what held and what did not.
@MainActor
final class Tally {
    var passed = 0
    var failed = 0

    /// One test: it fails by throwing, for example by `expect`.
    func test(_ name: String, _ work: () async throws -> Void) async {
        let start = DispatchTime.now().uptimeNanoseconds
        do {
            try await work()
            passed += 1
            let seconds = Double(DispatchTime.now().uptimeNanoseconds - start) / 1e9
            print("ok \(name)" + (seconds > 1 ? String(format: " (%.1f s)", seconds) : ""))
        } catch {
            failed += 1
            print("FAILED \(name)\n\(error)")
        }
    }
}

/// Fails the test unless both are equal.
func expect<T: Equatable>(_ got: T, _ wanted: T) throws {
    if got != wanted { throw Failure("expected \(wanted)\n  got      \(got)") }
}

/// A setting from the harness.
func env(_ name: String) throws -> String {
    guard let value = ProcessInfo.processInfo.environment[name] else { throw Failure("\(name) is not set") }
    return value
}
