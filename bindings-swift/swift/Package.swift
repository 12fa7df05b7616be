// swift-tools-version: 6.0
import PackageDescription

let package = Package(
    name: "lexamica",
    platforms: [.macOS(.v12), .iOS(.v15)],
    products: [
        .library(name: "Lexamica", targets: ["Lexamica"]),
        // Not for applications: the tests call the layer below through it.
        .library(name: "LexamicaCore", targets: ["LexamicaCore"]),
    ],
    targets: [
        .target(name: "Lexamica", dependencies: ["LexamicaCore"]),
        // Generated. It does not compile in the Swift 6 language mode, so it is a target of its own.
        .target(name: "LexamicaCore", dependencies: ["LexamicaFFI"], swiftSettings: [.swiftLanguageMode(.v5)],
                linkerSettings: [.linkedLibrary("lexamica_ffi")]),
        // Generated: the C header and its module map.
        .systemLibrary(name: "LexamicaFFI"),
    ]
)
