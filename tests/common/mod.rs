//! What several tests ask of the header and the library.

#![allow(dead_code, reason = "no test uses all of it")]

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::Command;

pub(crate) fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

pub(crate) fn read(path: &str) -> String {
    fs::read_to_string(root().join(path)).expect(path)
}

/// The header as it is checked in.
pub(crate) fn header() -> String {
    read("include/duologue.h")
}

/// The functions that the header declares.
pub(crate) fn declared() -> BTreeSet<String> {
    let mut functions = BTreeSet::new();
    for line in header().lines() {
        let other = line.starts_with(['/', ' ', '*', '#']) || line.starts_with("typedef");
        let Some((before, _)) = line.split_once('(') else {
            continue;
        };
        let name = before.rsplit([' ', '*']).next().unwrap_or_default();
        if !other && (name.starts_with("rtc_") || name.starts_with("duologue_")) {
            functions.insert(name.to_owned());
        }
    }
    functions
}

/// The symbols of the library that was built with the tests; `None` where there is no `nm`: another machine checks.
pub(crate) fn exported() -> Option<BTreeSet<String>> {
    let test = std::env::current_exe().expect("the test's path");
    let name = format!(
        "{}duologue{}",
        std::env::consts::DLL_PREFIX,
        std::env::consts::DLL_SUFFIX
    );
    let library = test.parent().expect("deps").join(name);
    assert!(
        library.exists(),
        "{} is built with the tests",
        library.display()
    );
    let output = Command::new("nm")
        .args(["-D", "--defined-only"])
        .arg(&library)
        .output()
        .ok()?;
    let symbols = String::from_utf8_lossy(&output.stdout)
        .lines()
        .filter_map(|line| {
            let mut words = line.split_whitespace().skip(1);
            let (kind, name) = (words.next()?, words.next()?);
            // A version script defines the name of its version as an absolute symbol.
            (kind != "A").then(|| name.split('@').next().unwrap_or(name).to_owned())
        })
        .collect();
    Some(symbols)
}
