//! Which places of the source are wanted: a tree of keys, each node of which is a slot for the text found there.

use crate::mapping::path;

/// The node of the source itself.
pub(super) const ROOT: usize = 0;

/// Where the wanted places are.
#[derive(Debug)]
pub(super) struct Source {
    nodes: Vec<Node>,
}

/// A place in the source that is wanted, or on the way to one.
#[derive(Debug, Default)]
pub(super) struct Node {
    /// Key or position, and the node there.
    below: Vec<(String, usize)>,
    /// Whether one of the keys below may be a position in a list.
    positions: bool,
}

impl Node {
    /// The node below under this key.
    pub(super) fn key(&self, key: &str) -> Option<usize> {
        self.below.iter().find(|(below, _)| below == key).map(|(_, node)| *node)
    }

    /// The node below at this position of a list.
    pub(super) fn position(&self, position: usize) -> Option<usize> {
        self.below.iter().find(|(below, _)| path::index(below) == Some(position)).map(|(_, node)| *node)
    }

    /// Whether an object here is read rather than skipped.
    pub(super) fn has_keys(&self) -> bool {
        !self.below.is_empty()
    }

    /// Whether a list here is read rather than skipped.
    pub(super) fn has_positions(&self) -> bool {
        self.positions
    }
}

impl Source {
    pub(super) fn new() -> Self {
        Self { nodes: vec![Node::default()] }
    }

    pub(super) fn nodes(&self) -> &[Node] {
        &self.nodes
    }

    /// The node at the end of these steps, made if need be.
    pub(super) fn want<'k>(&mut self, steps: impl IntoIterator<Item = &'k str>) -> usize {
        steps.into_iter().fold(ROOT, |node, step| self.below(node, step))
    }

    fn below(&mut self, node: usize, step: &str) -> usize {
        let new = self.nodes.len();
        let Some(parent) = self.nodes.get_mut(node) else { return node };
        if let Some(known) = parent.key(step) {
            return known;
        }
        parent.below.push((step.to_owned(), new));
        parent.positions |= path::index(step).is_some();
        self.nodes.push(Node::default());
        new
    }
}
