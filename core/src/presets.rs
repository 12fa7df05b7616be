//! Recipes for the tools that firms take leads from, each with a sample in that tool's shape.
//!
//! A preset is where to begin: the names of your form's questions and your firm's case types go in its place. What each
//! shape rests on is in `core/presets/README.md`.
//!
//! ```
//! use lexamica::presets::{find, presets};
//!
//! assert!(presets().iter().any(|preset| preset.name == "typeform"));
//! assert!(find("hubspot").is_some_and(|preset| preset.recipe.contains("firstname")));
//! ```

use serde::Serialize;

/// How a sample is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum SampleFormat {
    /// One JSON object: one record.
    Json,
    /// Comma-separated values with a header: a record each row.
    Csv,
}

/// A recipe for one tool.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Preset {
    /// Its name, for example `gravity-forms`.
    pub name: &'static str,
    /// The tool, and which of its outputs this reads, for people.
    pub title: &'static str,
    /// How the sample is written.
    pub format: SampleFormat,
    /// The recipe's text, for [`crate::recipe::Recipe::from_json`].
    pub recipe: &'static str,
    /// What the tool sends or exports. The people in it are invented.
    pub sample: &'static str,
}

/// Declares the presets, each of which is a folder.
macro_rules! presets {
    ($( $name:literal $format:ident $file:literal $title:literal, )+) => {
        const PRESETS: &[Preset] = &[$(Preset {
            name: $name,
            title: $title,
            format: SampleFormat::$format,
            recipe: include_str!(concat!("../presets/", $name, "/recipe.json")),
            sample: include_str!(concat!("../presets/", $name, "/", $file)),
        }),+];
    };
}

presets! {
    "callrail" Json "sample.json" "CallRail, form submission webhook",
    "clio-grow" Json "sample.json" "Clio Grow, lead inbox",
    "filevine" Json "sample.json" "Filevine, project with its client",
    "gravity-forms" Json "sample.json" "Gravity Forms, Webhooks add-on",
    "hubspot" Json "sample.json" "HubSpot, contact",
    "jotform" Json "sample.json" "Jotform, webhook",
    "lawmatics" Json "sample.json" "Lawmatics, prospect",
    "lead-docket" Json "sample.json" "Lead Docket, export by push",
    "litify" Json "sample.json" "Litify on Salesforce, intake",
    "smartadvocate" Csv "sample.csv" "SmartAdvocate, case list as CSV",
    "typeform" Json "sample.json" "Typeform, webhook",
    "wpforms" Csv "sample.csv" "WPForms, export of entries as CSV",
}

/// All presets, by name.
pub fn presets() -> &'static [Preset] {
    PRESETS
}

/// The preset of this name.
pub fn find(name: &str) -> Option<&'static Preset> {
    PRESETS.iter().find(|preset| preset.name == name)
}
