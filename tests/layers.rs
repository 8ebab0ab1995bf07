//! The list of allowed edges between the layers: calls go down, events come up (ARCHITECTURE.md).

use std::{
    fs,
    path::{Path, PathBuf},
};

/// Each layer with the layers that it may name.
const EDGES: &[(&str, &[&str])] = &[
    ("ffi", &["api", "runtime"]),
    (
        "api",
        &["negotiation", "random", "runtime", "sdp", "session"],
    ),
    ("negotiation", &["random", "sdp"]),
    ("runtime", &["random", "session", "sys", "transport"]),
    ("session", &["random", "sdp", "transport"]),
    ("transport", &["random", "sdp", "sys"]),
    ("sdp", &[]),
    ("sys", &["random"]),
    ("random", &[]),
    // The entries of the fuzz targets, which look into all layers.
    (
        "fuzzing",
        &[
            "api",
            "negotiation",
            "random",
            "sdp",
            "session",
            "transport",
        ],
    ),
];

fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("the folder was listed by its parent") {
        let path = entry.expect("a readable entry").path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
}

fn word(text: &str) -> String {
    text.chars()
        .take_while(|c| c.is_alphanumeric() || *c == '_')
        .collect()
}

/// The first path segments after `crate::` in code: comments left out, `use crate::{a, b}` taken apart.
fn named_layers(source: &str) -> Vec<String> {
    let lines = source
        .lines()
        .map(|line| line.split("//").next().unwrap_or_default());
    let code = lines.collect::<Vec<_>>().join("\n");
    let mut names = Vec::new();
    for (at, prefix) in code.match_indices("crate::") {
        let rest = &code[at + prefix.len()..];
        let Some(group) = rest.strip_prefix('{') else {
            names.push(word(rest));
            continue;
        };
        let mut depth = 0;
        let mut start = true;
        for (i, c) in group.char_indices() {
            match c {
                '{' => depth += 1,
                '}' if depth == 0 => break,
                '}' => depth -= 1,
                ',' if depth == 0 => start = true,
                c if start && c.is_alphanumeric() => {
                    names.push(word(&group[i..]));
                    start = false;
                }
                _ => {}
            }
        }
    }
    names
}

#[test]
fn no_layer_calls_the_one_above_or_skips_sideways() {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut found = Vec::new();
    sources(&src, &mut found);
    assert!(found.len() > 20, "the sources were found");
    let mut wrong = Vec::new();
    for path in found {
        let inner = path.strip_prefix(&src).expect("below src");
        let layer = inner
            .components()
            .next()
            .expect("a name")
            .as_os_str()
            .to_string_lossy()
            .replace(".rs", "");
        if layer == "lib" {
            continue;
        }
        let Some((_, allowed)) = EDGES.iter().find(|(name, _)| *name == layer) else {
            wrong.push(format!("{} belongs to no layer", inner.display()));
            continue;
        };
        for name in named_layers(&fs::read_to_string(&path).expect("a source file")) {
            let is_layer = EDGES.iter().any(|(known, _)| *known == name);
            if is_layer && name != layer && !allowed.contains(&name.as_str()) {
                wrong.push(format!(
                    "{} names {name}, which {layer} may not",
                    inner.display()
                ));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn grouped_and_single_imports_are_seen() {
    let source = "use crate::{api::{error, object}, sdp};\nlet x = crate::sys::y(); // crate::ffi";
    assert_eq!(named_layers(source), ["api", "sdp", "sys"]);
}
