// swift-tools-version: 6.0
import PackageDescription

let package = Package(
    name: "e2e",
    platforms: [.macOS(.v12)],
    dependencies: [.package(path: "../lexamica")],
    targets: [
        .executableTarget(
            name: "e2e",
            dependencies: [
                .product(name: "Lexamica", package: "lexamica"), .product(name: "LexamicaCore", package: "lexamica"),
            ])
    ]
)
