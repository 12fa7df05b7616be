//! What a lint finds.

use std::fmt;

use serde::Serialize;

/// How bad a finding is. The order is the order of a report: the worst first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Severity {
    /// The mapping cannot be applied, or a case would be lost or incomplete.
    Error,
    /// Something is probably lost or confused.
    Warning,
    /// Worth knowing; often intended.
    Note,
}

impl Severity {
    /// The severity as text, for example `warning`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Note => "note",
        }
    }
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A stable name of what was found, for programs. New codes may be added; a code never changes its meaning.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum FindingCode {
    /// The mapping has no pairs.
    NoPairs,
    /// No pair for the id: answers and events would not say which object they speak of.
    NoIdPair,
    /// The model is not in the contract, so its paths cannot be checked.
    UnknownModel,
    /// A name of yours is blank.
    BlankName,
    /// A name of yours has white space at its ends.
    NameNotTrimmed,
    /// One of your names in two pairs.
    DuplicateName,
    /// Two names of yours that differ only in case or white space.
    NamesAlike,
    /// The same pair twice.
    DuplicatePair,
    /// Two pairs for one of Lexamica's paths.
    DuplicateTarget,
    /// A path that is the beginning of another one, such as `client` and `client.firstName`.
    TargetInsideAnother,
    /// Not a dotted path at all.
    InvalidPath,
    /// Not a path that the contract knows for this model.
    UnknownPath,
    /// What comes back is not what was sent: the pairs are not one to one, or a sample shows it.
    NotInverse,
    /// A sample is not an object.
    NotAnObject,
    /// A key of the samples that no pair covers: Lexamica never sees its value.
    UncoveredKey,
    /// A pair that no sample fills.
    NeverFilled,
    /// A sample sends a blank text or null where the field should be left out.
    BlankValue,
    /// A required path without a pair.
    RequiredNotMapped,
    /// A required path without a value in a sample.
    RequiredMissing,
}

impl FindingCode {
    /// The code as text, for example `unknown_path`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::NoPairs => "no_pairs",
            Self::NoIdPair => "no_id_pair",
            Self::UnknownModel => "unknown_model",
            Self::BlankName => "blank_name",
            Self::NameNotTrimmed => "name_not_trimmed",
            Self::DuplicateName => "duplicate_name",
            Self::NamesAlike => "names_alike",
            Self::DuplicatePair => "duplicate_pair",
            Self::DuplicateTarget => "duplicate_target",
            Self::TargetInsideAnother => "target_inside_another",
            Self::InvalidPath => "invalid_path",
            Self::UnknownPath => "unknown_path",
            Self::NotInverse => "not_inverse",
            Self::NotAnObject => "not_an_object",
            Self::UncoveredKey => "uncovered_key",
            Self::NeverFilled => "never_filled",
            Self::BlankValue => "blank_value",
            Self::RequiredNotMapped => "required_not_mapped",
            Self::RequiredMissing => "required_missing",
        }
    }

    /// How bad it is.
    pub fn severity(self) -> Severity {
        match self {
            Self::NoPairs
            | Self::BlankName
            | Self::TargetInsideAnother
            | Self::InvalidPath
            | Self::NotAnObject
            | Self::RequiredNotMapped
            | Self::RequiredMissing => Severity::Error,
            Self::NoIdPair
            | Self::NameNotTrimmed
            | Self::DuplicateName
            | Self::NamesAlike
            | Self::DuplicatePair
            | Self::DuplicateTarget
            | Self::UnknownPath
            | Self::NotInverse
            | Self::UncoveredKey
            | Self::BlankValue => Severity::Warning,
            Self::UnknownModel | Self::NeverFilled => Severity::Note,
        }
    }
}

/// One thing that a lint found: how bad, where, why, and what to do.
///
/// It names keys and paths and never holds a value of a sample, so that a report may be passed on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Finding {
    /// How bad it is.
    pub severity: Severity,
    /// What it is, for programs.
    pub code: FindingCode,
    /// Where: `fields.3.lexamica`, `samples.0`, `required.1`. Counted from 0.
    pub place: String,
    /// What is wrong, in words.
    pub reason: String,
    /// What to do about it.
    pub fix: String,
}

impl Finding {
    pub(crate) fn new(
        code: FindingCode,
        place: impl Into<String>,
        reason: impl Into<String>,
        fix: impl Into<String>,
    ) -> Self {
        Self { severity: code.severity(), code, place: place.into(), reason: reason.into(), fix: fix.into() }
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { severity, code, place, reason, fix } = self;
        write!(f, "{severity} ({}) at {place}: {reason}; {fix}", code.as_str())
    }
}
