//! Sending cases.

use std::fmt;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::answer::{self, Answer};
use super::draft::Draft;
use super::{Operation, OperationName};
use crate::credentials::PublicKey;
use crate::error::Error;
use crate::exchange::{Config, Context, HttpRequest, HttpResponse};
use crate::mapping::Mapping;

/// What is known after the server has accepted a case.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct SentCase {
    /// Lexamica's id of the case, or none if the answer holds none. The case is there in both cases: do not send it
    /// again because the id is missing.
    pub case_id: Option<String>,
    /// Why there is no id, if there is none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// The whole answer.
    pub answer: Answer,
}

macro_rules! case_operation {
    ($(#[$doc:meta])* $type:ident, $name:ident $(, $(#[$field_doc:meta])* $field:ident)?) => {
        $(#[$doc])*
        ///
        /// The payload is in your own field names, as the mapping with this id has them. Give the mapping too where
        /// you have it: the case's id comes back under the name that it gives (`observed`).
        #[derive(Clone, PartialEq, Serialize, Deserialize)]
        #[serde(rename_all = "camelCase", deny_unknown_fields)]
        #[non_exhaustive]
        pub struct $type {
            /// Id of the Case mapping.
            pub mapping_id: String,
            /// The case, in your field names.
            pub payload: Map<String, Value>,
            /// The mapping itself, to find the id in the answer.
            #[serde(default, skip_serializing_if = "Option::is_none")]
            pub mapping: Option<Mapping>,
            $(
                $(#[$field_doc])*
                #[serde(default, skip_serializing_if = "Option::is_none")]
                pub $field: Option<String>,
            )?
        }

        impl $type {
            /// A case in your field names.
            pub fn new(mapping_id: impl Into<String>, payload: Map<String, Value>) -> Self {
                Self { mapping_id: mapping_id.into(), payload, mapping: None $(, $field: None)? }
            }

            /// With the mapping, to find the case's id in the answer whatever it is called there.
            #[must_use]
            pub fn with_mapping(mut self, mapping: Mapping) -> Self {
                self.mapping = Some(mapping);
                self
            }
        }

        impl fmt::Debug for $type {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                // The payload is client data; how many fields it has says enough in a log.
                f.debug_struct(stringify!($type))
                    .field("mapping_id", &self.mapping_id)
                    .field("payload_fields", &self.payload.len())
                    .finish_non_exhaustive()
            }
        }

        impl Operation for $type {
            type Key = PublicKey;
            type Output = SentCase;
            const NAME: OperationName = OperationName::$name;

            fn encode(&self, config: &Config<PublicKey>, _context: &Context) -> Result<HttpRequest, Error> {
                if self.payload.is_empty() {
                    return Err(Error::invalid_input("payload", "the payload has no fields; was the form read before it was filled?"));
                }
                let mut draft = Draft::new::<Self>(config)?;
                draft.argument("mapping_id", &self.mapping_id, None)?;
                $(
                    if let Some(value) = &self.$field {
                        draft.argument(stringify!($field), value, self.mapping.as_ref())?;
                    }
                )?
                draft.json(self.payload.clone())
            }

            fn decode(&self, config: &Config<PublicKey>, response: &HttpResponse) -> Result<SentCase, Error> {
                Ok(sent(config, response, self.mapping.as_ref()))
            }
        }
    };
}

case_operation! {
    /// `cases.send`: creates a case and hands it to the relay engine. A repeat may create a second case (`assumed`), so it
    /// is never sent again by itself after an unclear failure.
    SendCase, CasesSend
}
case_operation! {
    /// `cases.create_existing`: imports a case that is already with a known handler, for tracking only.
    CreateExistingCase, CasesCreateExisting,
    /// The handler's Lexamica id. Without it Lexamica suggests partners and sends no invitations (`documented`).
    partner_firm_id
}
case_operation! {
    /// `cases.create_draft`: creates a case without sending it. No operation that sends a draft is public.
    CreateDraftCase, CasesCreateDraft
}

fn sent(config: &Config<PublicKey>, response: &HttpResponse, mapping: Option<&Mapping>) -> SentCase {
    let reading = answer::read(response);
    let case_id = answer::case_id(&config.contract, &reading.answer.body, mapping);
    let note = match (&case_id, &reading.trouble) {
        (Some(_), _) => None,
        (None, Some(trouble)) => Some(trouble.clone()),
        (None, None) => Some(
            "the answer holds no case id under any known name; does the mapping have a pair for the id (`_id`)?"
                .to_owned(),
        ),
    };
    SentCase { case_id, note, answer: reading.answer }
}
