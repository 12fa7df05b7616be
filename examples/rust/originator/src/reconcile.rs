//! Do the books of everyone involved agree?

use std::collections::BTreeSet;

/// What each side says has happened.
pub(crate) struct Books {
    pub(crate) sent: Vec<String>,
    pub(crate) created: Vec<String>,
    pub(crate) by_webhook: Vec<String>,
    pub(crate) polled: Vec<String>,
    pub(crate) verified_deliveries: usize,
    pub(crate) refused_deliveries: usize,
    pub(crate) bad_rows: usize,
    pub(crate) total_rows: usize,
    pub(crate) uploaded: usize,
}

impl Books {
    /// Prints them, and says whether they agree: the same cases everywhere, each once, and every row accounted for.
    pub(crate) fn report(&self) -> bool {
        let entries = [
            ("sent", &self.sent),
            ("created at the sandbox", &self.created),
            ("Case Created by webhook", &self.by_webhook),
            ("Case Created by polling", &self.polled),
        ];
        let set = |ids: &[String]| ids.iter().cloned().collect::<BTreeSet<_>>();
        let sent = set(&self.sent);
        let agree = !sent.is_empty()
            && entries.iter().all(|(_, ids)| ids.len() == sent.len() && set(ids) == sent)
            && self.refused_deliveries == 0
            && self.uploaded == sent.len()
            && self.bad_rows + sent.len() == self.total_rows;
        println!("\n{:<26} {:>4}", "rows read", self.total_rows);
        println!("{:<26} {:>4}", "rows to mend, not sent", self.bad_rows);
        println!("{:<26} {:>4}", "documents uploaded", self.uploaded);
        println!("{:<26} {:>4}", "deliveries verified", self.verified_deliveries);
        println!("{:<26} {:>4}", "deliveries refused", self.refused_deliveries);
        for (name, ids) in entries {
            println!("{name:<26} {:>4}", ids.len());
        }
        println!("{}", if agree { "the books agree" } else { "THE BOOKS DO NOT AGREE" });
        agree
    }
}
