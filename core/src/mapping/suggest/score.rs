//! How well a name of yours fits one of Lexamica's paths.

use super::table::{Synonym, Table, Target};
use super::words::words;
use crate::recipe::nearest::distance;

/// Hundredths of confidence: whole numbers, so that every machine ranks alike.
pub(super) type Percent = u8;

const SAME: Percent = 95;
const SAME_WITHOUT_NOISE: Percent = 90;
const OTHER_ORDER: Percent = 85;
const TYPO: Percent = 70;
const CONTAINED: Percent = 60;
/// What a name that often means something else costs.
const MAYBE: Percent = 30;

/// A score with its reason in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Score {
    pub(super) percent: Percent,
    pub(super) because: String,
}

/// A name of yours, split once and compared with every path.
pub(super) struct Name {
    all: Vec<String>,
    /// Without noise.
    telling: Vec<String>,
    /// Without noise and without words for the client.
    bare: Vec<String>,
    other: bool,
}

impl Name {
    pub(super) fn new(table: &Table, name: &str) -> Self {
        let all = words(name);
        let telling: Vec<String> = all.iter().filter(|word| !table.is_noise(word)).cloned().collect();
        let bare = telling.iter().filter(|word| !table.is_client(word)).cloned().collect();
        let other = telling.iter().any(|word| table.is_other(word));
        Self { all, telling, bare, other }
    }

    /// Whether it speaks of somebody or something else than the client.
    pub(super) fn is_of_others(&self) -> bool {
        self.other
    }

    /// The best fit among a path's names.
    pub(super) fn score(&self, table: &Table, target: &Target) -> Option<Score> {
        target
            .synonyms
            .iter()
            .filter_map(|synonym| {
                let (percent, how) = self.against(table, synonym)?;
                let percent = if synonym.maybe { percent.saturating_sub(MAYBE) } else { percent };
                let often = if synonym.maybe { ", which may also mean something else" } else { "" };
                Some(Score { percent, because: format!("{how} `{}`{often}", synonym.words.join(" ")) })
            })
            // The first of the best, so that the table's order decides between equals.
            .reduce(|best, next| if next.percent > best.percent { next } else { best })
    }

    fn against(&self, table: &Table, synonym: &Synonym) -> Option<(Percent, &'static str)> {
        if joined(&self.all) == joined(&synonym.words) {
            return Some((SAME, "the same words as"));
        }
        let telling: Vec<String> = synonym.words.iter().filter(|word| !table.is_noise(word)).cloned().collect();
        if telling.is_empty() || self.telling.is_empty() {
            return None;
        }
        if self.telling == telling || self.bare == telling {
            return Some((SAME_WITHOUT_NOISE, "the same words, but for small ones, as"));
        }
        // Somebody else's name or phone is not the client's, however alike the rest is.
        if self.other && !telling.iter().any(|word| table.is_other(word)) {
            return None;
        }
        if sorted(&self.telling) == sorted(&telling) || sorted(&self.bare) == sorted(&telling) {
            return Some((OTHER_ORDER, "the words, in another order, of"));
        }
        if typo(&joined(&self.telling), &joined(&telling)) {
            return Some((TYPO, "one slip away from"));
        }
        // One word of many says little: `name of your pharmacy` holds `name`.
        let inside = telling.len() > 1 || self.bare.len() <= 2;
        (inside && telling.iter().all(|word| self.telling.contains(word))).then_some((CONTAINED, "among other words,"))
    }
}

fn joined(words: &[String]) -> String {
    words.concat()
}

fn sorted(words: &[String]) -> Vec<&String> {
    let mut sorted: Vec<&String> = words.iter().collect();
    sorted.sort_unstable();
    sorted
}

/// One letter wrong or two swapped in a word of six, two wrong in one of ten; shorter words are too much alike.
fn typo(one: &str, two: &str) -> bool {
    let (one, two): (Vec<char>, Vec<char>) = (one.chars().take(64).collect(), two.chars().take(64).collect());
    let swapped = one.len() == two.len() && {
        let (mut one, mut two) = (one.clone(), two.clone());
        one.sort_unstable();
        two.sort_unstable();
        one == two
    };
    let allowed = match one.len().min(two.len()) {
        0..=5 => 0,
        6..=9 if !swapped => 1,
        _ => 2,
    };
    allowed > 0 && one.len().abs_diff(two.len()) <= allowed && distance(&one, &two) <= allowed
}
