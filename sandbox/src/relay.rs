//! The relay: finds a partner firm for a case, invites it, and plays its part.

use lexamica::model::Model;
use rusqlite::Transaction;
use serde_json::{Map, Value, json};

use crate::app::App;
use crate::clock::iso;
use crate::event::EventKind;
use crate::ids;
use crate::outbox::{Happening, emit};
use crate::store::cases::{Invitation, status};
use crate::store::organizations::Firm;
use crate::store::{StoreError, cases, jobs, organizations};

/// What a case type becomes that is not exactly on the list. Such a case is kept and never referred.
pub(crate) const OTHER: &str = "Other";

/// Whether the relay refers cases of this type. Exact and case-sensitive, as the real service is reported to be.
pub(crate) fn knows(case_types: &[String], case_type: Option<&Value>) -> bool {
    case_type.and_then(Value::as_str).is_some_and(|name| case_types.iter().any(|known| known == name))
}

/// Matches a new case with the first partner firm and invites it.
pub(crate) fn refer(
    app: &App,
    tx: &Transaction<'_>,
    organization: &str,
    case_id: &str,
    case: &Value,
) -> Result<(), StoreError> {
    let Some(firm) = organizations::partners(tx)?.into_iter().next() else { return Ok(()) };
    emit(
        app,
        tx,
        organization,
        &Happening { kind: EventKind::RelayMatched, case_id, objects: &[(Model::Case, case)] },
    )?;
    let now = app.clock.now_ms();
    let invitation = Invitation {
        id: ids::object_id()?,
        referral_id: ids::object_id()?,
        case_id: case_id.to_owned(),
        firm_id: firm.id.clone(),
        status: status::PENDING.to_owned(),
        sent_at: now,
        expires_at: App::later(now, app.invitation_life),
        answered_at: None,
    };
    cases::insert_invitation(tx, &invitation)?;
    announce(app, tx, organization, EventKind::InvitationSent, &invitation, &firm, case)?;
    jobs::insert(tx, jobs::PARTNER_ACCEPTS, &invitation.id, App::later(now, app.partner_delay))
}

/// The partner accepts, if the invitation still waits for an answer.
pub(crate) fn partner_accepts(app: &App, tx: &Transaction<'_>, invitation_id: &str) -> Result<(), StoreError> {
    let Some(mut invitation) = cases::invitation(tx, invitation_id)? else { return Ok(()) };
    let now = app.clock.now_ms();
    if invitation.status != status::PENDING {
        return Ok(());
    }
    let Some((organization, case)) = cases::find(tx, &invitation.case_id)? else { return Ok(()) };
    let Some(firm) = organizations::firm(tx, &invitation.firm_id)? else { return Ok(()) };
    cases::answer_invitation(tx, invitation_id, status::ACCEPTED, now)?;
    invitation.status = status::ACCEPTED.to_owned();
    invitation.answered_at = Some(now);
    announce(app, tx, &organization, EventKind::InvitationAccepted, &invitation, &firm, &case)
}

fn announce(
    app: &App,
    tx: &Transaction<'_>,
    organization: &str,
    kind: EventKind,
    invitation: &Invitation,
    firm: &Firm,
    case: &Value,
) -> Result<(), StoreError> {
    let canonical = canonical(invitation, firm, case);
    let objects = [(Model::CaseInvitation, &canonical), (Model::Case, case)];
    emit(app, tx, organization, &Happening { kind, case_id: &invitation.case_id, objects: &objects })
}

/// An invitation as the mapping engine sees it.
fn canonical(invitation: &Invitation, firm: &Firm, case: &Value) -> Value {
    let about: Map<String, Value> = ["_id", "caseType", "externalReference"]
        .into_iter()
        .filter_map(|name| Some((name.to_owned(), case.get(name)?.clone())))
        .collect();
    let mut value = json!({
        "_id": invitation.id,
        "status": invitation.status,
        "accepted": invitation.status == status::ACCEPTED,
        "declined": false,
        "sent": iso(invitation.sent_at),
        "expires": iso(invitation.expires_at),
        "referral": {"_id": invitation.referral_id},
        "case": about,
        "firm": {"_id": firm.id, "name": firm.name},
    });
    if let (Some(at), Some(fields)) = (invitation.answered_at, value.as_object_mut()) {
        fields.insert("answered".to_owned(), Value::String(iso(at)));
    }
    value
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_near_miss_is_a_miss() {
        let types = vec!["Dog Bite Injuries".to_owned()];
        assert!(knows(&types, Some(&json!("Dog Bite Injuries"))));
        for other in [json!("Dog Bite Injury"), json!("dog bite injuries"), json!(7), Value::Null] {
            assert!(!knows(&types, Some(&other)), "{other}");
        }
        assert!(!knows(&types, None));
    }
}
