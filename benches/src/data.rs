//! The records: 25 fields of an intake, as a website exports them, and as Lexamica has them.

use lexamica::mapping::{Mapping, Pair};
use lexamica::model::Model;
use serde_json::{Map, Value, json};

/// Your name, Lexamica's path. Every engine works from this list or from its own rendering of it.
pub const PAIRS: [(&str, &str); 25] = [
    ("LeadId", "_id"),
    ("FirstName", "client.firstName"),
    ("LastName", "client.lastName"),
    ("Email", "client.email"),
    ("MobilePhone", "client.phone.mobile"),
    ("HomePhone", "client.phone.home"),
    ("DateOfBirth", "client.birthDate"),
    ("Street", "client.address.street"),
    ("Unit", "client.address.unit"),
    ("City", "client.address.city"),
    ("State", "client.address.state"),
    ("ZipCode", "client.address.zip"),
    ("PreferredLanguage", "client.language"),
    ("CaseType", "type"),
    ("CaseSubType", "subType"),
    ("IncidentDate", "incident.date"),
    ("IncidentCity", "incident.city"),
    ("IncidentState", "incident.state"),
    ("PoliceReport", "incident.policeReport"),
    ("Injuries", "incident.injuries"),
    ("TreatingDoctor", "medical.doctor"),
    ("MedicalBills", "medical.bills"),
    ("Insurer", "insurance.name"),
    ("PolicyNumber", "insurance.policy"),
    ("Notes", "summary"),
];

const FIRST: [&str; 8] = ["Ana", "Bartholomew", "Chioma", "José", "Mei-Ling", "Thérèse", "Sam", "Wilhelmina"];
const LAST: [&str; 7] = ["Ruiz", "Featherstonehaugh", "Okafor", "Lindqvist", "Ng", "Van der Berg", "O'Connell"];
const CITY: [&str; 6] = ["Reno", "San Buenaventura", "Winston-Salem", "Ely", "Albuquerque", "Coeur d'Alene"];
const TYPE: [&str; 4] = ["Motor Vehicle Accident", "Premises Liability", "Medical Malpractice", "Dog Bite"];
const TOLD: [&str; 10] = [
    "The caller was stopped at a red light when a delivery van struck the car from behind.",
    "Two witnesses gave their names to the officer at the scene.",
    "She was taken by ambulance to the county hospital and kept overnight for observation.",
    "The insurer has called twice and asked for a recorded statement; none was given.",
    "He slipped on a wet floor next to the freezers; no sign had been put up.",
    "There are photographs of the vehicle and of the bruises, taken on the same day.",
    "A physiotherapist has been seen twice a week since, and work was missed for a month.",
    "The dog had bitten a neighbor before, according to the report of animal control.",
    "No other lawyer has been spoken to about this matter so far.",
    "Prefers to be called after six in the evening, and not at work.",
];

/// Numbers that only look random, the same in every run.
struct Dice(u64);

impl Dice {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap_or(0) % limit
    }

    fn one_of<'a>(&mut self, list: &[&'a str]) -> &'a str {
        list[self.below(list.len())]
    }
}

/// The records as the website has them.
pub fn flat(count: usize) -> Vec<Value> {
    let mut dice = Dice(7);
    (0..count).map(|number| Value::Object(record(number, &mut dice))).collect()
}

fn record(number: usize, dice: &mut Dice) -> Map<String, Value> {
    let mut notes = String::new();
    while notes.len() < 800 {
        if !notes.is_empty() {
            // One in four is a new paragraph, so that escapes are part of the job.
            notes.push_str(if dice.below(4) == 0 { "\n" } else { " " });
        }
        notes.push_str(dice.one_of(&TOLD));
    }
    notes.truncate(800);
    let (first, last) = (dice.one_of(&FIRST), dice.one_of(&LAST));
    let date = |dice: &mut Dice, year: usize| format!("{}-{:02}-{:02}", year, 1 + dice.below(12), 1 + dice.below(28));
    let phone = |dice: &mut Dice| format!("+1775555{:04}", dice.below(10_000));
    let values = [
        json!(format!("L-{:07}", 1_000 + number)),
        json!(first),
        json!(last),
        json!(format!("{}.{number}@example.com", last.to_lowercase().replace(' ', ""))),
        json!(phone(dice)),
        json!(phone(dice)),
        json!(date(dice, 1950 + number % 50)),
        json!(format!("{} Court Street", dice.below(9_999))),
        json!(format!("Apt {}", dice.below(99))),
        json!(dice.one_of(&CITY)),
        json!(dice.one_of(&["NV", "CA", "NC", "NM", "ID"])),
        json!(format!("{:05}", dice.below(99_999))),
        json!(dice.one_of(&["en", "es", "zh"])),
        json!(dice.one_of(&TYPE)),
        json!(dice.one_of(&["Rear-end", "Slip and fall", "Surgical error"])),
        json!(date(dice, 2026)),
        json!(dice.one_of(&CITY)),
        json!(dice.one_of(&["NV", "CA", "NC", "NM", "ID"])),
        json!(dice.below(2) == 0),
        json!(dice.one_of(&["Whiplash, bruised ribs", "Broken wrist", "Concussion"])),
        json!(format!("Dr. {}", dice.one_of(&LAST))),
        json!(dice.below(90_000)),
        json!(dice.one_of(&["Acme Mutual", "Prairie Casualty & Indemnity"])),
        json!(format!("PX-{:09}", dice.below(999_999_999))),
        json!(notes),
    ];
    PAIRS.iter().map(|(yours, _)| (*yours).to_owned()).zip(values).collect()
}

/// What a record must become, made without any of the engines.
pub fn nested(flat: &Value) -> Value {
    let mut root = json!({});
    for (yours, path) in PAIRS {
        let mut place = &mut root;
        for step in path.split('.') {
            place = &mut place[step];
        }
        *place = flat[yours].clone();
    }
    root
}

/// The mapping.
pub fn mapping() -> Mapping {
    Mapping::new("bench", Model::Case, PAIRS.iter().map(|(yours, path)| Pair::new(*yours, *path)).collect())
}
