//! The table that fills itself while the story goes on.

use std::collections::HashMap;
use std::io::{IsTerminal as _, Write as _};

use lexamica::event::EventName;

use crate::receiver::{Event, text};

/// One row per lead. On a terminal the table is redrawn in place; elsewhere each row is printed once, when it is full.
pub(crate) struct Board {
    rows: Vec<Row>,
    terminal: bool,
    drawn: bool,
}

#[derive(Default, Clone)]
struct Row {
    lead: String,
    case: String,
    relay: &'static str,
    invitation: &'static str,
    file: &'static str,
    failed: bool,
    printed: bool,
}

impl Row {
    fn is_full(&self) -> bool {
        self.failed || (self.relay == "matched" && self.invitation == "accepted" && self.file == "uploaded")
    }
}

impl Board {
    pub(crate) fn new(leads: Vec<String>) -> Self {
        let rows = leads.into_iter().map(|lead| Row { lead, ..Row::default() }).collect();
        let mut board = Self { rows, terminal: std::io::stdout().is_terminal(), drawn: false };
        board.draw();
        board
    }

    pub(crate) fn case(&mut self, lead: &str, id: &str) {
        self.change(lead, |row| row.case = id.to_owned());
    }

    pub(crate) fn file(&mut self, lead: &str) {
        self.change(lead, |row| row.file = "uploaded");
    }

    pub(crate) fn failed(&mut self, lead: &str, code: &str) {
        self.change(lead, |row| {
            row.case = code.to_owned();
            row.failed = true;
        });
    }

    /// Enters a verified event. Events may come in any order and more than once.
    pub(crate) fn event(&mut self, event: &Event, sent: &HashMap<String, String>) {
        // A case event carries the firm's own reference; an invitation carries the case's id.
        let lead = text(&event.canonical, "externalReference")
            .or_else(|| sent.get(&text(&event.canonical, "case._id")?).cloned());
        let Some(lead) = lead else { return };
        let name = event.name.clone();
        self.change(&lead, |row| {
            if name == EventName::case_relay_matched() {
                row.relay = "matched";
            } else if name == EventName::case_invitation_accepted() {
                row.invitation = "accepted";
            } else if name == EventName::case_invitation_sent() && row.invitation.is_empty() {
                row.invitation = "sent";
            }
        });
    }

    pub(crate) fn is_complete(&self) -> bool {
        self.rows.iter().all(Row::is_full)
    }

    pub(crate) fn files(&self) -> usize {
        self.rows.iter().filter(|row| !row.file.is_empty()).count()
    }

    /// Prints what is not yet printed.
    pub(crate) fn finish(&mut self) {
        if !self.terminal {
            for row in self.rows.iter_mut().filter(|row| !row.printed) {
                println!("{}", line(row));
            }
        }
    }

    fn change(&mut self, lead: &str, change: impl FnOnce(&mut Row)) {
        if let Some(row) = self.rows.iter_mut().find(|row| row.lead == lead) {
            change(row);
            self.draw();
        }
    }

    fn draw(&mut self) {
        let mut out = std::io::stdout().lock();
        if !self.drawn {
            let _ = writeln!(out, "{:<10} {:<26} {:<9} {:<11} file", "lead", "case", "relay", "invitation");
        }
        if self.terminal {
            if self.drawn {
                let _ = write!(out, "\x1b[{}A", self.rows.len());
            }
            for row in &self.rows {
                let _ = writeln!(out, "\x1b[2K{}", line(row));
            }
        } else {
            for row in self.rows.iter_mut().filter(|row| row.is_full() && !row.printed) {
                let _ = writeln!(out, "{}", line(row));
                row.printed = true;
            }
        }
        let _ = out.flush();
        self.drawn = true;
    }
}

fn line(row: &Row) -> String {
    let dash = |text: &'static str| if text.is_empty() { "-" } else { text };
    let case = if row.case.is_empty() { "-" } else { &row.case };
    format!("{:<10} {:<26} {:<9} {:<11} {}", row.lead, case, dash(row.relay), dash(row.invitation), dash(row.file))
}
