//! Writing a target whose shape depends on which values are present: lists with gaps, pairs that may conflict.
//!
//! The same steps as `Path::set` on a tree of values, on a tree of places in the source.

use super::read::Span;
use super::target::{Entry, write_key};
use crate::error::Error;
use crate::mapping::{apply, path};

#[derive(Debug)]
enum Place<'p> {
    Nothing,
    Value(Span),
    Object(Vec<(&'p str, Place<'p>)>),
    List(Vec<Place<'p>>),
}

/// Writes the entries that are present behind what `out` holds. `names` spells their paths, for errors.
pub(super) fn write(
    entries: &[Entry],
    names: &[String],
    present: &[Option<Span>],
    source: &[u8],
    out: &mut Vec<u8>,
) -> Result<(), Error> {
    let mut root = Place::Object(Vec::new());
    let mut written: Vec<(&Entry, &str)> = Vec::new();
    for (position, ((entry, name), span)) in entries.iter().zip(names).zip(present).enumerate() {
        let Some(span) = span else { continue };
        if let Some((_, other)) = written.iter().find(|(other, _)| overlap(&entry.path, &other.path)) {
            if other == name {
                continue;
            }
            return Err(apply::conflict(position, name, other));
        }
        if !root.set(&entry.path, *span) {
            return Err(apply::conflict(position, name, "another pair"));
        }
        written.push((entry, name));
    }
    root.write(source, out);
    Ok(())
}

fn overlap(one: &[String], two: &[String]) -> bool {
    one.iter().zip(two).all(|(one, two)| one == two)
}

impl<'p> Place<'p> {
    fn set(&mut self, path: &'p [String], span: Span) -> bool {
        let mut place = self;
        for step in path {
            let Some(next) = place.below(step) else { return false };
            place = next;
        }
        *place = Place::Value(span);
        true
    }

    fn below(&mut self, step: &'p str) -> Option<&mut Self> {
        if matches!(self, Place::Nothing) {
            *self = if path::index(step).is_some() { Place::List(Vec::new()) } else { Place::Object(Vec::new()) };
        }
        match self {
            Place::Object(entries) => {
                let found = entries.iter().position(|(key, _)| *key == step).unwrap_or(entries.len());
                if found == entries.len() {
                    entries.push((step, Place::Nothing));
                }
                entries.get_mut(found).map(|(_, place)| place)
            }
            Place::List(places) => {
                let position = path::index(step)?;
                while places.len() <= position {
                    places.push(Place::Nothing);
                }
                places.get_mut(position)
            }
            Place::Value(_) | Place::Nothing => None,
        }
    }

    fn write(&self, source: &[u8], out: &mut Vec<u8>) {
        match self {
            Place::Nothing => out.extend_from_slice(b"null"),
            Place::Value(span) => out.extend_from_slice(source.get(span.start..span.end).unwrap_or_default()),
            Place::Object(entries) => {
                out.push(b'{');
                for (position, (key, place)) in entries.iter().enumerate() {
                    if position > 0 {
                        out.push(b',');
                    }
                    write_key(key, out);
                    place.write(source, out);
                }
                out.push(b'}');
            }
            Place::List(places) => {
                out.push(b'[');
                for (position, place) in places.iter().enumerate() {
                    if position > 0 {
                        out.push(b',');
                    }
                    place.write(source, out);
                }
                out.push(b']');
            }
        }
    }
}
