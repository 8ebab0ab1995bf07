//! Whoever knows the W3C's interface finds each member of it in the header and in the library, by the mechanical rule.
//!
//! `tests/interface/*.txt` says what there is. A line without indentation begins a definition, `interface NAME : BASE`, `dictionary
//! NAME : BASE` or `enum NAME`; the lines below it are its members: `constructor`, `attribute NAME`, `readonly NAME`, `handler NAME`,
//! `method NAME`, `promise NAME`, `event NAME INTERFACE`, `member NAME`, `value NAME`. A definition may come in several parts.
//!
//! `docs/coverage.md` says what is left out and why, what comes later, and which names do not follow from the rule.

mod common;
#[path = "coverage/document.rs"]
mod document;
#[path = "coverage/header.rs"]
mod header;
#[path = "coverage/interface.rs"]
mod interface;
#[path = "coverage/places.rs"]
mod places;

use std::collections::BTreeSet;
use std::fs;

use document::Document;
use header::Header;
use interface::Interface;
use places::{Place, places};

/// The places that a member should have, and does not.
fn missing<'a>(header: &Header, places: &'a [Place]) -> Vec<&'a Place> {
    places.iter().filter(|place| !header.has(place)).collect()
}

#[test]
fn every_member_has_its_place() {
    let (interface, document, header) = (Interface::read(), Document::read(), Header::read());
    let mut wrong = Vec::new();
    for item in interface.items() {
        if document.excuses(&item) {
            continue;
        }
        let places = places(&interface, &document, &item);
        for place in missing(&header, &places) {
            wrong.push(format!("{item}: {place:?}"));
        }
    }
    assert!(wrong.is_empty(), "not in the header: {wrong:#?}");
}

#[test]
fn every_function_of_a_member_is_exported() {
    let Some(exported) = common::exported() else {
        return; // Another machine checks.
    };
    let exported: BTreeSet<String> = exported.iter().map(|name| header::squash(name)).collect();
    let (interface, document) = (Interface::read(), Document::read());
    let mut wrong = Vec::new();
    for item in interface.items() {
        if document.excuses(&item) {
            continue;
        }
        for place in places(&interface, &document, &item) {
            if let Place::Function(name) = place
                && !exported.contains(&header::squash(&name))
            {
                wrong.push(format!("{item}: {name}"));
            }
        }
    }
    assert!(wrong.is_empty(), "not in the library: {wrong:#?}");
}

#[test]
fn what_is_excused_is_known_and_is_not_there() {
    let (interface, document, header) = (Interface::read(), Document::read(), Header::read());
    let items = interface.items();
    let mut wrong = Vec::new();
    for excuse in document.excuses_given() {
        let excused: Vec<_> = items.iter().filter(|item| excuse.covers(item)).collect();
        if excused.is_empty() {
            wrong.push(format!("{excuse}: there is no such thing"));
        }
        for item in excused {
            let places = places(&interface, &document, item);
            if !places.is_empty() && missing(&header, &places).is_empty() {
                wrong.push(format!("{excuse}: {item} is there; take it off the list"));
            }
        }
    }
    assert!(wrong.is_empty(), "docs/coverage.md: {wrong:#?}");
}

#[test]
fn what_is_left_out_is_little_and_has_its_reason() {
    let document = Document::read();
    assert!(document.left_out.len() <= 16, "{}", document.left_out.len());
    for excuse in document.excuses_given() {
        assert!(excuse.reason.len() > 15, "{excuse}: {:?}", excuse.reason);
    }
}

#[test]
fn every_function_of_the_w3c_is_one() {
    let (interface, document) = (Interface::read(), Document::read());
    let wanted: BTreeSet<String> = interface
        .items()
        .iter()
        .flat_map(|item| places(&interface, &document, item))
        .filter_map(|place| match place {
            Place::Function(name) => Some(header::squash(&name)),
            _ => None,
        })
        .collect();
    let unknown: Vec<String> = common::declared()
        .into_iter()
        .filter(|name| name.starts_with("rtc_") && !wanted.contains(&header::squash(name)))
        // What C needs and JavaScript has without a name.
        .filter(|name| {
            let added = [
                "_ref",
                "_unref",
                "_with_length",
                "_to_string",
                "_from_string",
            ];
            !added.iter().any(|suffix| name.ends_with(suffix))
        })
        .collect();
    assert!(
        unknown.is_empty(),
        "rtc_ is what the W3C documents: {unknown:?}"
    );
}

#[test]
fn the_tables_are_read() {
    let interface = Interface::read();
    let count = |kind| {
        interface
            .definitions
            .iter()
            .filter(|d| d.kind == kind)
            .count()
    };
    assert!(count("interface") > 45, "{}", count("interface"));
    assert!(count("dictionary") > 60, "{}", count("dictionary"));
    assert!(count("enum") > 25, "{}", count("enum"));
    let encoding = interface.members("RTCRtpEncodingParameters");
    for name in [
        "codec",
        "maxBitrate",
        "scalabilityMode",
        "adaptivePtime",
        "networkPriority",
    ] {
        assert!(encoding.contains(&name), "{name}: {encoding:?}");
    }
    let header = Header::read();
    assert!(header.has(&Place::Member(
        "RTCLocalIceCandidateInit".to_owned(),
        "sdpMid".to_owned()
    )));
    assert!(!header.has(&Place::Member(
        "RTCIceCandidateInit".to_owned(),
        "sdp".to_owned()
    )));
    assert!(!header.has(&Place::Function("rtc_peer_connection_open".to_owned())));
}

/// The sources and tests: the name of the file, or of its folder if it is `mod.rs`, and the text.
fn sources() -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut folders = vec![common::root().join("src"), common::root().join("tests")];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let of = if path.ends_with("mod.rs") {
                    &folder
                } else {
                    &path
                };
                let name = of.file_stem().expect("a name").display().to_string();
                found.push((name, fs::read_to_string(&path).expect("a source")));
            }
        }
    }
    found
}

/// `file::test`, or the path of a C test.
fn exists(test: &str, sources: &[(String, String)]) -> bool {
    match test.split_once("::") {
        Some((file, name)) => {
            let begins = [
                format!("#[test]\nfn {name}("),
                format!("#[test]\n    fn {name}("),
            ];
            sources
                .iter()
                .any(|(of, text)| of == file && begins.iter().any(|begin| text.contains(begin)))
        }
        None => test.starts_with("c-tests/") && common::root().join(test).is_file(),
    }
}

#[test]
fn every_algorithm_has_a_test_that_exists() {
    let document = Document::read();
    let sources = sources();
    let mut wrong = Vec::new();
    for algorithm in &document.algorithms {
        for test in &algorithm.tests {
            if !exists(test, &sources) {
                wrong.push(format!("{}: there is no test {test}", algorithm.name));
            }
        }
    }
    let without = document
        .algorithms
        .iter()
        .filter(|algorithm| algorithm.tests.is_empty())
        .count();
    let sentence = format!(
        "{} sections, {} with a test, {without} without",
        document.algorithms.len(),
        document.algorithms.len() - without
    );
    assert!(document.algorithms.len() > 60, "{sentence}");
    if !document.text.contains(&sentence) {
        wrong.push(format!("docs/coverage.md does not say: {sentence}"));
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}
