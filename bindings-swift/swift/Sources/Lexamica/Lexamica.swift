import LexamicaCore

/// The package as a whole.
public enum Lexamica {
    /// The version of this package.
    public static var version: String { LexamicaCore.version() }
}
