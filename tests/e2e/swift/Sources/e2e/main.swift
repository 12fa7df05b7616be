// The Swift package: the shared vectors, then the package itself against a sandbox and against broken servers. Ends with
// a line "N passed, N failed".
import Foundation

let tally = Tally()
await vectors(tally)
await transport(tally)
await smoke(tally)
print("\(tally.passed) passed, \(tally.failed) failed")
exit(tally.failed == 0 && tally.passed > 0 ? 0 : 1)
