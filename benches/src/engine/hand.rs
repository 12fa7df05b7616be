//! What a careful programmer writes by hand for one fixed mapping: serde structs that borrow from the text.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use super::Engine;

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Flat<'a> {
    #[serde(borrow)]
    lead_id: Cow<'a, str>,
    #[serde(borrow)]
    first_name: Cow<'a, str>,
    #[serde(borrow)]
    last_name: Cow<'a, str>,
    #[serde(borrow)]
    email: Cow<'a, str>,
    #[serde(borrow)]
    mobile_phone: Cow<'a, str>,
    #[serde(borrow)]
    home_phone: Cow<'a, str>,
    #[serde(borrow)]
    date_of_birth: Cow<'a, str>,
    #[serde(borrow)]
    street: Cow<'a, str>,
    #[serde(borrow)]
    unit: Cow<'a, str>,
    #[serde(borrow)]
    city: Cow<'a, str>,
    #[serde(borrow)]
    state: Cow<'a, str>,
    #[serde(borrow)]
    zip_code: Cow<'a, str>,
    #[serde(borrow)]
    preferred_language: Cow<'a, str>,
    #[serde(borrow)]
    case_type: Cow<'a, str>,
    #[serde(borrow)]
    case_sub_type: Cow<'a, str>,
    #[serde(borrow)]
    incident_date: Cow<'a, str>,
    #[serde(borrow)]
    incident_city: Cow<'a, str>,
    #[serde(borrow)]
    incident_state: Cow<'a, str>,
    police_report: bool,
    #[serde(borrow)]
    injuries: Cow<'a, str>,
    #[serde(borrow)]
    treating_doctor: Cow<'a, str>,
    medical_bills: u64,
    #[serde(borrow)]
    insurer: Cow<'a, str>,
    #[serde(borrow)]
    policy_number: Cow<'a, str>,
    #[serde(borrow)]
    notes: Cow<'a, str>,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Case<'a> {
    #[serde(borrow, rename = "_id")]
    id: Cow<'a, str>,
    #[serde(borrow)]
    client: Client<'a>,
    #[serde(borrow, rename = "type")]
    kind: Cow<'a, str>,
    #[serde(borrow)]
    sub_type: Cow<'a, str>,
    #[serde(borrow)]
    incident: Incident<'a>,
    #[serde(borrow)]
    medical: Medical<'a>,
    #[serde(borrow)]
    insurance: Insurance<'a>,
    #[serde(borrow)]
    summary: Cow<'a, str>,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Client<'a> {
    #[serde(borrow)]
    first_name: Cow<'a, str>,
    #[serde(borrow)]
    last_name: Cow<'a, str>,
    #[serde(borrow)]
    email: Cow<'a, str>,
    #[serde(borrow)]
    phone: Phone<'a>,
    #[serde(borrow)]
    birth_date: Cow<'a, str>,
    #[serde(borrow)]
    address: Address<'a>,
    #[serde(borrow)]
    language: Cow<'a, str>,
}

#[derive(Serialize, Deserialize)]
struct Phone<'a> {
    #[serde(borrow)]
    mobile: Cow<'a, str>,
    #[serde(borrow)]
    home: Cow<'a, str>,
}

#[derive(Serialize, Deserialize)]
struct Address<'a> {
    #[serde(borrow)]
    street: Cow<'a, str>,
    #[serde(borrow)]
    unit: Cow<'a, str>,
    #[serde(borrow)]
    city: Cow<'a, str>,
    #[serde(borrow)]
    state: Cow<'a, str>,
    #[serde(borrow)]
    zip: Cow<'a, str>,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Incident<'a> {
    #[serde(borrow)]
    date: Cow<'a, str>,
    #[serde(borrow)]
    city: Cow<'a, str>,
    #[serde(borrow)]
    state: Cow<'a, str>,
    police_report: bool,
    #[serde(borrow)]
    injuries: Cow<'a, str>,
}

#[derive(Serialize, Deserialize)]
struct Medical<'a> {
    #[serde(borrow)]
    doctor: Cow<'a, str>,
    bills: u64,
}

#[derive(Serialize, Deserialize)]
struct Insurance<'a> {
    #[serde(borrow)]
    name: Cow<'a, str>,
    #[serde(borrow)]
    policy: Cow<'a, str>,
}

fn inbound(text: &str) -> String {
    let flat: Flat<'_> = serde_json::from_str(text).unwrap();
    let case = Case {
        id: flat.lead_id,
        client: Client {
            first_name: flat.first_name,
            last_name: flat.last_name,
            email: flat.email,
            phone: Phone { mobile: flat.mobile_phone, home: flat.home_phone },
            birth_date: flat.date_of_birth,
            address: Address {
                street: flat.street,
                unit: flat.unit,
                city: flat.city,
                state: flat.state,
                zip: flat.zip_code,
            },
            language: flat.preferred_language,
        },
        kind: flat.case_type,
        sub_type: flat.case_sub_type,
        incident: Incident {
            date: flat.incident_date,
            city: flat.incident_city,
            state: flat.incident_state,
            police_report: flat.police_report,
            injuries: flat.injuries,
        },
        medical: Medical { doctor: flat.treating_doctor, bills: flat.medical_bills },
        insurance: Insurance { name: flat.insurer, policy: flat.policy_number },
        summary: flat.notes,
    };
    serde_json::to_string(&case).unwrap()
}

fn outbound(text: &str) -> String {
    let case: Case<'_> = serde_json::from_str(text).unwrap();
    let Case { id, client, kind, sub_type, incident, medical, insurance, summary } = case;
    let flat = Flat {
        lead_id: id,
        first_name: client.first_name,
        last_name: client.last_name,
        email: client.email,
        mobile_phone: client.phone.mobile,
        home_phone: client.phone.home,
        date_of_birth: client.birth_date,
        street: client.address.street,
        unit: client.address.unit,
        city: client.address.city,
        state: client.address.state,
        zip_code: client.address.zip,
        preferred_language: client.language,
        case_type: kind,
        case_sub_type: sub_type,
        incident_date: incident.date,
        incident_city: incident.city,
        incident_state: incident.state,
        police_report: incident.police_report,
        injuries: incident.injuries,
        treating_doctor: medical.doctor,
        medical_bills: medical.bills,
        insurer: insurance.name,
        policy_number: insurance.policy,
        notes: summary,
    };
    serde_json::to_string(&flat).unwrap()
}

pub fn engine() -> Engine {
    Engine {
        name: "hand-written serde structs",
        identity: false,
        inbound: Box::new(inbound),
        outbound: Box::new(outbound),
    }
}
