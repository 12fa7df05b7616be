//! The engines: text in, text out, both ways.

pub mod floor;
pub mod hand;
#[cfg(feature = "peers")]
pub mod peers;
pub mod plan;
pub mod tree;

/// Maps one text.
pub type Map = Box<dyn FnMut(&str) -> String>;

/// One engine.
pub struct Engine {
    pub name: &'static str,
    /// The floor maps nothing: its result is its input.
    pub identity: bool,
    pub inbound: Map,
    pub outbound: Map,
}

/// All of them, the floor first.
pub fn all() -> Vec<Engine> {
    #[cfg_attr(not(feature = "peers"), expect(unused_mut, reason = "the peers are added"))]
    let mut engines = vec![floor::engine(), hand::engine(), plan::engine(), plan::reusing(), tree::engine()];
    #[cfg(feature = "peers")]
    engines.extend(peers::all());
    engines
}
