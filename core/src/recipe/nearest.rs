//! The entries of a list that are most like a word: shown to a person, never substituted.

/// Up to three entries, the most alike first; none that has little in common with the word.
pub(crate) fn nearest<'e>(word: &str, entries: impl Iterator<Item = &'e str>) -> Vec<&'e str> {
    const MOST: usize = 3;
    let wanted = folded(word);
    let mut ranked: Vec<(usize, &str)> = entries
        .filter_map(|entry| {
            let candidate = folded(entry);
            let distance = distance(&wanted, &candidate);
            let longest = wanted.len().max(candidate.len());
            (distance.saturating_mul(2) <= longest).then_some((distance, entry))
        })
        .collect();
    ranked.sort_unstable();
    ranked.into_iter().take(MOST).map(|(_, entry)| entry).collect()
}

fn folded(text: &str) -> Vec<char> {
    // Long enough for any entry of a vocabulary; a pasted essay must not cost seconds.
    const LONGEST: usize = 64;
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).take(LONGEST).collect()
}

/// Levenshtein's distance, one row at a time.
pub(crate) fn distance(one: &[char], two: &[char]) -> usize {
    let mut row: Vec<usize> = (0..=two.len()).collect();
    for (index, a) in one.iter().enumerate() {
        let mut diagonal = index;
        let mut left = index.saturating_add(1);
        if let Some(first) = row.first_mut() {
            *first = left;
        }
        for (cell, b) in row.iter_mut().skip(1).zip(two) {
            let replaced = diagonal.saturating_add(usize::from(a != b));
            diagonal = *cell;
            left = replaced.min(left.saturating_add(1)).min(diagonal.saturating_add(1));
            *cell = left;
        }
    }
    row.last().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn distances_are_those_of_the_textbook() {
        let chars = |text: &str| text.chars().collect::<Vec<_>>();
        for (one, two, expected) in [("kitten", "sitting", 3), ("", "abc", 3), ("abc", "", 3), ("same", "same", 0)] {
            assert_eq!(distance(&chars(one), &chars(two)), expected, "{one} {two}");
        }
    }

    #[test]
    fn near_entries_are_found_and_far_ones_are_not() {
        let entries = ["Dog Bite Injuries", "Medical Malpractice", "Motor Vehicle Accident"];
        assert_eq!(nearest("dog bites", entries.into_iter()), ["Dog Bite Injuries"]);
        assert!(nearest("zzz", entries.into_iter()).is_empty());
    }
}
