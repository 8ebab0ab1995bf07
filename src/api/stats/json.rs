//! A report as JSON: what `JSON.stringify([...report.values()])` gives in a browser.

use serde_json::{Map, Number, Value as Json};

use super::{RTCStats, RTCStatsReport, Value};
use crate::api::enums::IdlStrings;

impl RTCStatsReport {
    pub(crate) fn to_json(&self) -> String {
        let objects = self.stats.iter().map(object).collect();
        Json::Array(objects).to_string()
    }
}

fn object(stats: &RTCStats) -> Json {
    let mut object = Map::new();
    let mut add = |name: &str, value: Value| object.insert(camel_case(name), json(value));
    add("id", Value::Text(stats.id.clone()));
    add("timestamp", Value::Double(stats.timestamp));
    add("type", Value::Text(stats.stats_type().as_str().to_owned()));
    for (name, value) in stats.members() {
        add(name, value);
    }
    Json::Object(object)
}

fn json(value: Value) -> Json {
    match value {
        Value::Unsigned(value) => value.into(),
        Value::Signed(value) => value.into(),
        // JSON.stringify writes what is no number as null, too.
        Value::Double(value) => Number::from_f64(value).map_or(Json::Null, Json::Number),
        Value::Boolean(value) => value.into(),
        Value::Text(value) => value.into(),
        Value::Null => Json::Null,
    }
}

/// `packets_sent` -> `packetsSent`: the IDL's name of a member.
fn camel_case(name: &str) -> String {
    let mut words = name.split('_');
    let first = words.next().unwrap_or_default().to_owned();
    words.fold(first, |name, word| {
        let (head, rest) = word.split_at(word.len().min(1));
        name + &head.to_ascii_uppercase() + rest
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_those_of_the_idl() {
        for (name, expected) in [
            ("type", "type"),
            ("packets_sent_with_ect1", "packetsSentWithEct1"),
            ("base64_certificate", "base64Certificate"),
            ("selected_candidate_pair_id", "selectedCandidatePairId"),
        ] {
            assert_eq!(camel_case(name), expected);
        }
    }
}
