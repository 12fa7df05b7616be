// The Swift package. Ends with a line "N passed, N failed".
import Foundation
import Lexamica

var passed = 0
var failed = 0

@MainActor
func check(_ name: String, _ holds: Bool) {
    if holds {
        passed += 1
        print("ok \(name)")
    } else {
        failed += 1
        print("FAILED \(name)")
    }
}

check("the package knows its version", Lexamica.version.split(separator: ".").count == 3)

print("\(passed) passed, \(failed) failed")
exit(failed == 0 ? 0 : 1)
