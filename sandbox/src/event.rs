//! What can happen in Lexamica that a firm may want to hear of.

use lexamica::model::Model;
use serde::{Deserialize, Serialize};

/// One kind of event. How it is spelled on the wire is in the profile.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub enum EventKind {
    /// A new case is in the system.
    CaseCreated,
    /// The firm received a case as handler.
    CaseReceived,
    /// Case details were modified.
    CaseEdited,
    /// Certain fields of a case changed.
    CaseFieldsUpdated,
    /// A case moved to another stage.
    CaseStageChanged,
    /// A case was deleted.
    CaseDeleted,
    /// A firm was invited to take a case.
    InvitationSent,
    /// The invited firm accepted.
    InvitationAccepted,
    /// The invited firm declined.
    InvitationDeclined,
    /// A partner firm was found.
    RelayMatched,
    /// No partner firm is available.
    RelayRejected,
    /// All invited firms declined or let the invitation run out.
    RelayMissed,
    /// The handler posted an update.
    UpdateMade,
    /// The settlement process started.
    Settlement,
    /// A file was uploaded to a case.
    FileUploaded,
}

impl EventKind {
    /// The models whose mappings make sense of this event. Every event is about a case, so a Case mapping always does.
    pub fn models(self) -> &'static [Model] {
        match self {
            Self::InvitationSent | Self::InvitationAccepted | Self::InvitationDeclined => {
                &[Model::CaseInvitation, Model::Case]
            }
            Self::UpdateMade => &[Model::CaseUpdate, Model::Case],
            Self::FileUploaded => &[Model::Attachment, Model::Case],
            _ => &[Model::Case],
        }
    }
}
