//! Whoever knows the W3C's interface finds each member of it in the header, by the mechanical rule.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

/// How the names of interfaces and dictionaries of media and statistics begin, which come later.
const LATER: &[&str] = &[
    "RTCRtp",
    "RTCRtcpParameters",
    "RTCTrack",
    "RTCDTMF",
    "RTCStats",
    "RTCSetParameter",
];

/// Members of the interfaces that are there: those of media, statistics and the legacy overloads.
const LATER_MEMBERS: &[&str] = &[
    "getsenders",
    "getreceivers",
    "gettransceivers",
    "addtrack",
    "removetrack",
    "addtransceiver",
    "ontrack",
    "getstats",
    "offertoreceiveaudio",
    "offertoreceivevideo",
];

fn read(path: &str) -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(path)).expect(path)
}

/// `iceGatheringState`, `ice_gathering_state`: the same letters.
fn squash(name: &str) -> String {
    name.chars()
        .filter(char::is_ascii_alphanumeric)
        .map(|c| c.to_ascii_lowercase())
        .collect()
}

/// The functions, macros and members of structs of the header, squashed.
struct Header {
    text: String,
    words: BTreeSet<String>,
}

impl Header {
    fn read() -> Self {
        let text = read("include/duologue.h");
        let words = text
            .split(|c: char| !c.is_ascii_alphanumeric() && c != '_')
            .map(squash)
            .collect();
        Self { text, words }
    }

    fn has(&self, name: &str) -> bool {
        self.words.contains(&squash(name))
    }

    /// The members of a struct, squashed; `None` if the type is no struct with members.
    fn members(&self, name: &str) -> Option<BTreeSet<String>> {
        let alias = format!(" {name};");
        let body = self
            .text
            .split(&format!("typedef struct {name} {{\n"))
            .nth(1)
            .and_then(|rest| rest.split("\n}").next());
        let Some(body) = body else {
            // `typedef struct RTCIceCandidateInit RTCLocalIceCandidateInit;`
            let line = self.text.lines().find(|line| line.ends_with(&alias))?;
            let target = line.strip_prefix("typedef struct ")?.split(' ').next()?;
            return (target != name).then(|| self.members(target)).flatten();
        };
        let names = body
            .lines()
            .filter_map(|line| line.trim().strip_suffix(';'))
            .filter_map(|line| line.split([' ', '*']).next_back())
            .map(squash);
        Some(names.collect())
    }
}

/// `(kind, name, body)` of each definition of the IDL.
fn definitions(idl: &str) -> Vec<(String, String, String)> {
    let mut found = Vec::new();
    let mut lines = idl.lines();
    while let Some(line) = lines.next() {
        let head = line.trim().trim_start_matches("partial ");
        let mut words = head.split([' ', ':', '{']).filter(|word| !word.is_empty());
        let (Some(kind), Some(name)) = (words.next(), words.next()) else {
            continue;
        };
        if !["interface", "dictionary", "enum"].contains(&kind) || head.ends_with("};") {
            continue;
        }
        let body: Vec<&str> = lines
            .by_ref()
            .take_while(|line| line.trim() != "};")
            .collect();
        if !LATER.iter().any(|later| name.starts_with(later)) {
            found.push((kind.to_owned(), name.to_owned(), body.join("\n")));
        }
    }
    found
}

/// The statements of a body, without comments and extended attributes.
fn statements(body: &str) -> Vec<String> {
    let lines: Vec<&str> = body
        .lines()
        .map(|line| line.split("//").next().unwrap_or_default())
        .collect();
    lines
        .join(" ")
        .split(';')
        .map(|statement| {
            let statement = statement.trim();
            match statement
                .strip_prefix('[')
                .and_then(|rest| rest.split_once("] "))
            {
                Some((_, rest)) => rest.to_owned(),
                None => statement.to_owned(),
            }
        })
        .filter(|statement| !statement.is_empty())
        .collect()
}

/// What is missing of an interface whose attributes are functions.
fn missing_functions(header: &Header, name: &str, statement: &str) -> Vec<String> {
    let type_name = squash(name);
    let prefix = format!(
        "rtc_{}",
        type_name.strip_prefix("rtc").unwrap_or(&type_name)
    );
    let wanted = if let Some(attribute) = statement.split("attribute ").nth(1) {
        let member = attribute.rsplit(' ').next().unwrap_or_default();
        if attribute.starts_with("EventHandler") {
            vec![format!("{prefix}_set_{member}")]
        } else if statement.contains("readonly") {
            vec![format!("{prefix}_{member}")]
        } else {
            vec![
                format!("{prefix}_{member}"),
                format!("{prefix}_set_{member}"),
            ]
        }
    } else {
        let before = statement.split('(').next().unwrap_or_default();
        let method = before.rsplit(' ').next().unwrap_or_default();
        match method {
            "constructor" if name.ends_with("Error") => vec![],
            "constructor" => vec![format!("{prefix}_create")],
            // Its overloads have names of their own.
            "send" => vec![
                format!("{prefix}_send_string"),
                format!("{prefix}_send_data"),
            ],
            _ if before.contains("Promise") => vec![
                format!("{prefix}_{method}"),
                format!("duologue_{}_{method}_wait", &prefix[4..]),
            ],
            _ => vec![format!("{prefix}_{method}")],
        }
    };
    wanted
        .into_iter()
        .filter(|name| !header.has(name))
        .collect()
}

/// The member that a statement of a dictionary or an event declares.
fn member(statement: &str) -> Option<String> {
    let declaration = statement.split(" = ").next()?;
    if declaration.contains("constructor") {
        return None;
    }
    declaration.rsplit(' ').next().map(squash)
}

#[test]
fn every_member_has_its_place() {
    let header = Header::read();
    let mut missing = Vec::new();
    for (kind, name, body) in definitions(&read("tests/idl/webrtc.idl")) {
        let fields = header.members(&name);
        for statement in statements(&body) {
            if LATER_MEMBERS
                .iter()
                .any(|later| squash(&statement).contains(later))
            {
                continue;
            }
            match (kind.as_str(), &fields) {
                ("enum", _) => {
                    let values = statement
                        .split(',')
                        .map(|value| value.trim().trim_matches('"'));
                    let constants = values
                        .filter(|value| !value.is_empty())
                        .map(|value| format!("{name}_{value}"));
                    missing.extend(constants.filter(|constant| !header.has(constant)));
                }
                // Dictionaries and events are structs.
                (_, Some(fields)) => {
                    missing.extend(
                        member(&statement)
                            .filter(|member| !fields.contains(member))
                            .map(|member| format!("{name}.{member}")),
                    );
                }
                ("interface", None) => {
                    missing.extend(missing_functions(&header, &name, &statement));
                }
                // Event's constructors take dictionaries, and C gets its events made.
                ("dictionary", None) if name.ends_with("EventInit") || name == "RTCErrorInit" => {}
                // `expires` is a member of the algorithm here.
                ("dictionary", None) if name == "RTCCertificateExpiration" => {
                    assert!(
                        header
                            .members("RTCAlgorithmIdentifier")
                            .is_some_and(|m| m.contains("expires"))
                    );
                }
                _ => missing.push(format!("{kind} {name}")),
            }
        }
    }
    assert!(missing.is_empty(), "{missing:#?}");
}

#[test]
fn the_idl_is_read() {
    let definitions = definitions(&read("tests/idl/webrtc.idl"));
    let of = |kind: &str| definitions.iter().filter(|(k, ..)| k == kind).count();
    assert!(of("interface") >= 15, "{}", of("interface"));
    assert!(of("dictionary") >= 12, "{}", of("dictionary"));
    assert_eq!(of("enum"), 20);
    let (_, _, body) = definitions
        .iter()
        .find(|(_, name, _)| name == "RTCDataChannel")
        .expect("RTCDataChannel");
    assert!(
        statements(body)
            .iter()
            .any(|s| s == "attribute EventHandler onbufferedamountlow")
    );
}
