//! Turns what happened into what is stored and delivered.
//!
//! Everything is written in the transaction of the change itself: an event cannot be lost between the change and its
//! delivery, nor be delivered for a change that was rolled back.

use lexamica::model::Model;
use rusqlite::Transaction;
use serde_json::Value;

use crate::app::App;
use crate::event::EventKind;
use crate::ids;
use crate::store::events::StoredEvent;
use crate::store::{StoreError, deliveries, events, mappings, subscriptions};

/// Something that happened to a case, with the objects it concerns in canonical form.
pub(crate) struct Happening<'a> {
    pub(crate) kind: EventKind,
    pub(crate) case_id: &'a str,
    pub(crate) objects: &'a [(Model, &'a Value)],
}

/// Records a happening and, for each subscription to it, the mapped payload as it is at this moment.
pub(crate) fn emit(
    app: &App,
    tx: &Transaction<'_>,
    organization: &str,
    happening: &Happening<'_>,
) -> Result<(), StoreError> {
    let Some(event) = app.event_name(happening.kind) else { return Ok(()) };
    let now = app.clock.now_ms();
    events::insert(tx, organization, event, happening.case_id, now)?;
    for subscription in subscriptions::of_event(tx, organization, event)? {
        let Some(stored) = mappings::get(tx, organization, &subscription.mapping_id)? else { continue };
        let object = happening.objects.iter().find(|(model, _)| *model == stored.mapping.model);
        // Checked when the subscription was made; a mapping cannot change its model afterwards.
        let Some((_, object)) = object else { continue };
        let payload = stored.mapping.outbound(object).map_err(|_| StoreError::Corrupt("mapping"))?.to_string();
        if subscription.target.is_some() {
            deliveries::insert(tx, &subscription.id, event, &payload, now)?;
        } else {
            let stored_event = StoredEvent {
                id: ids::object_id()?,
                event: event.to_owned(),
                mapping_id: subscription.mapping_id,
                payload,
                created_at: now,
            };
            events::store(tx, organization, &stored_event)?;
        }
    }
    Ok(())
}
