//! What `docs/coverage.md` says, table by table.

use std::fmt;

use crate::common;
use crate::interface::Item;
use crate::places::Place;

/// A row of "Left out" or "Comes later".
pub(crate) struct Excuse {
    /// `RTCStats*`, `RTCRtpSender.transform`, `*.getStats`.
    pub(crate) names: Vec<String>,
    pub(crate) reason: String,
}

/// A row of "Other names".
struct OtherName {
    name: String,
    places: Vec<Place>,
}

/// A row of "Algorithms".
pub(crate) struct Algorithm {
    pub(crate) name: String,
    pub(crate) tests: Vec<String>,
}

pub(crate) struct Document {
    pub(crate) text: String,
    pub(crate) left_out: Vec<Excuse>,
    later: Vec<Excuse>,
    other_names: Vec<OtherName>,
    pub(crate) algorithms: Vec<Algorithm>,
}

impl fmt::Display for Excuse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.names.join(", "))
    }
}

impl Excuse {
    pub(crate) fn covers(&self, item: &Item) -> bool {
        let member = item
            .row
            .as_ref()
            .map(|row| format!("{}.{}", item.definition, row.name));
        self.names.iter().any(|name| {
            is_like(&item.definition, name)
                || member.as_ref().is_some_and(|member| is_like(member, name))
        })
    }
}

/// Whether a name is that of a pattern in which `*` stands for anything but a dot.
fn is_like(name: &str, pattern: &str) -> bool {
    match pattern.split_once('*') {
        None => name == pattern,
        Some((before, after)) => name.strip_prefix(before).is_some_and(|rest| {
            (0..=rest.len())
                .take_while(|end| !rest[..*end].contains('.'))
                .any(|end| is_like(&rest[end..], after))
        }),
    }
}

impl Document {
    pub(crate) fn read() -> Self {
        let text = common::read("docs/coverage.md");
        let excuses = |section| {
            rows(&text, section)
                .into_iter()
                .map(|cells| Excuse {
                    names: code(&cells[0]),
                    reason: cells[1].clone(),
                })
                .collect()
        };
        Self {
            left_out: excuses("Left out"),
            later: excuses("Comes later"),
            other_names: rows(&text, "Other names")
                .iter()
                .flat_map(|cells| {
                    let places: Vec<Place> = code(&cells[1]).iter().map(|n| place(n)).collect();
                    code(&cells[0]).into_iter().map(move |name| OtherName {
                        name,
                        places: places.clone(),
                    })
                })
                .collect(),
            algorithms: rows(&text, "Algorithms")
                .iter()
                .map(|cells| Algorithm {
                    name: cells[0].clone(),
                    tests: code(&cells[1]),
                })
                .collect(),
            text,
        }
    }

    pub(crate) fn excuses_given(&self) -> impl Iterator<Item = &Excuse> {
        self.left_out.iter().chain(&self.later)
    }

    pub(crate) fn excuses(&self, item: &Item) -> bool {
        self.excuses_given().any(|excuse| excuse.covers(item))
    }

    pub(crate) fn other_name(&self, name: &str) -> Option<Vec<Place>> {
        self.other_names
            .iter()
            .find(|other| is_like(name, &other.name))
            .map(|other| other.places.clone())
    }
}

/// `RTCAlgorithmIdentifier.expires`, `RTCIceServer`, `rtc_data_channel_send_data`, `RTC_RESULT_OK`.
fn place(name: &str) -> Place {
    if let Some((owner, member)) = name.split_once('.') {
        Place::Member(owner.to_owned(), member.to_owned())
    } else if name.starts_with(|c: char| c.is_ascii_lowercase()) {
        Place::Function(name.to_owned())
    } else if name.contains('_') {
        Place::Constant(name.to_owned())
    } else {
        Place::Type(name.to_owned())
    }
}

/// The rows of the table of a section, without its head.
fn rows(text: &str, section: &str) -> Vec<Vec<String>> {
    let heading = format!("\n## {section}\n");
    let (_, rest) = text
        .split_once(&heading)
        .unwrap_or_else(|| panic!("no section {section}"));
    let body = rest.split("\n## ").next().unwrap_or_default();
    body.lines()
        .filter(|line| line.starts_with("| "))
        .skip(1)
        .map(|line| {
            let line = line.trim_matches(['|', ' ']);
            let mut cells: Vec<String> = line.split(" | ").map(|c| c.trim().to_owned()).collect();
            cells.resize(cells.len().max(2), String::new());
            cells
        })
        .collect()
}

/// What stands in backticks.
fn code(cell: &str) -> Vec<String> {
    cell.split('`')
        .skip(1)
        .step_by(2)
        .map(str::to_owned)
        .collect()
}

#[test]
fn a_pattern_is_held_against_a_name() {
    assert!(is_like("RTCStatsReport", "RTCStats*"));
    assert!(is_like("RTCRtpSender.getStats", "*.getStats"));
    assert!(!is_like("RTCRtpSender.getStats", "RTCRtp*"));
    assert!(is_like("RTCTrackEventInit", "*EventInit"));
    assert!(!is_like("RTCTrackEvent", "*EventInit"));
}
