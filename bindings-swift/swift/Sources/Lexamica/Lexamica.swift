internal import LexamicaCore

/// The package as a whole. Not named like the module: Swift would then look for every `Lexamica.Name` inside it.
public enum LexamicaPackage {
    /// The version of this package.
    public static var version: String { LexamicaCore.version() }
}
