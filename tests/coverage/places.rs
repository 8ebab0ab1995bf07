//! The mechanical rule: where in the header a member is.

use crate::document::Document;
use crate::interface::{Interface, Item};

/// What must be in the header. Words are compared without underscores: `onicecandidate` does not say where one ends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Place {
    Type(String),
    Function(String),
    /// A struct, and a member of it.
    Member(String, String),
    /// A value of an enumeration.
    Constant(String),
    /// A function, and the type of a parameter.
    Parameter(String, String),
}

/// `MediaStream` -> `RTCMediaStream`: all types of the header have the prefix.
fn type_name(name: &str) -> String {
    match name {
        "DOMException" => "RTCError".to_owned(),
        name if name.starts_with("RTC") => name.to_owned(),
        name => format!("RTC{name}"),
    }
}

/// `RTCPeerConnection` -> `rtc_PeerConnection`, to be followed by `_` and a member.
fn prefix(name: &str) -> String {
    format!("rtc_{}", &type_name(name)[3..])
}

pub(crate) fn places(interface: &Interface, document: &Document, item: &Item) -> Vec<Place> {
    let Some(row) = &item.row else {
        return document
            .other_name(&item.definition)
            .unwrap_or_else(|| definition(item));
    };
    if let Some(named) = document.other_name(&format!("{}.{}", item.definition, row.name)) {
        return named;
    }
    let (owner, prefix, name) = (
        type_name(&item.definition),
        prefix(&item.definition),
        &row.name,
    );
    if interface.is_struct(&item.definition) && row.kind != "constructor" {
        return vec![Place::Member(owner, name.clone())];
    }
    let function = |name: String| Place::Function(name);
    match row.kind.as_str() {
        "constructor" => vec![function(format!("{prefix}_create"))],
        "readonly" | "method" => vec![function(format!("{prefix}_{name}"))],
        "attribute" => vec![
            function(format!("{prefix}_{name}")),
            function(format!("{prefix}_set_{name}")),
        ],
        "handler" => vec![function(format!("{prefix}_set_{name}"))],
        "promise" => vec![
            function(format!("{prefix}_{name}")),
            function(format!("duologue_{}_{name}_wait", &prefix[4..])),
        ],
        "event" => vec![Place::Parameter(
            format!("{prefix}_set_on_{name}"),
            format!("{}Handler", type_name(&row.interface)),
        )],
        "maplike" => ["size", "has", "get", "keys", "values"]
            .map(|name| function(format!("{prefix}_{name}")))
            .to_vec(),
        "member" => vec![Place::Member(owner, name.clone())],
        "value" => vec![Place::Constant(format!("{owner}_{name}"))],
        kind => panic!("{item}: {kind} is not known"),
    }
}

fn definition(item: &Item) -> Vec<Place> {
    let name = type_name(&item.definition);
    let mut places = vec![Place::Type(name)];
    if item.kind == "enum" {
        for conversion in ["to_string", "from_string"] {
            places.push(Place::Function(format!(
                "{}_{conversion}",
                prefix(&item.definition)
            )));
        }
    }
    places
}
