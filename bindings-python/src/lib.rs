//! The core for Python: the private module `lexamica._native`.

/// The private half of the package `lexamica`.
#[pyo3::pymodule(name = "_native")]
mod native {
    use pyo3::pyfunction;

    /// The version of this package.
    #[pyfunction]
    fn version() -> &'static str {
        env!("CARGO_PKG_VERSION")
    }
}
