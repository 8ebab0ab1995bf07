//! `include/duologue.h` is what `src/ffi` says, each item in it is documented, and every C compiler takes it.

mod common;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use common::{declared, header, root};

/// The order of the header. Each file of `src/ffi` is here or has nothing for C.
const SOURCES: &[&str] = &[
    "result.rs",
    "entry.rs",
    "version.rs",
    "logging.rs",
    "allocation.rs",
    "runtime.rs",
    "enums/configuration.rs",
    "enums/connection.rs",
    "enums/candidate.rs",
    "enums/transport.rs",
    "enums/data.rs",
    "enums/media.rs",
    "enums/rtp.rs",
    "enums/stats.rs",
    "event.rs",
    "rtc_error.rs",
    "promise.rs",
    "event_target.rs",
    "configuration.rs",
    "peer_connection/object.rs",
    "peer_connection/descriptions.rs",
    "peer_connection/states.rs",
    "peer_connection/methods.rs",
    "peer_connection/handlers.rs",
    "operations.rs",
    "legacy_operations.rs",
    "peer_connection/media.rs",
    "peer_connection/legacy_streams.rs",
    "rtp/transceiver.rs",
    "rtp/sender.rs",
    "rtp/receiver.rs",
    "rtp/dtmf.rs",
    "rtp/parameters.rs",
    "rtp/encoding.rs",
    "rtp/codec.rs",
    "rtp/extension.rs",
    "rtp/capabilities.rs",
    "session_description.rs",
    "ice_candidate.rs",
    "certificate.rs",
    "data_channel/object.rs",
    "data_channel/attributes.rs",
    "data_channel/handlers.rs",
    "data_channel/messages.rs",
    "media_stream.rs",
    "media_stream_track.rs",
    "sctp_transport.rs",
    "dtls_transport.rs",
    "ice_transport.rs",
    "identity_provider.rs",
    "identity_request.rs",
    "identity.rs",
    "stats/get_stats.rs",
    "stats/report.rs",
    "stats/transport.rs",
    "stats/ice.rs",
    "stats/rtp.rs",
];

fn generated() -> String {
    let config = cbindgen::Config::from_file(root().join("cbindgen.toml")).expect("cbindgen.toml");
    let mut builder = cbindgen::Builder::new().with_config(config);
    for source in SOURCES {
        builder = builder.with_src(root().join("src/ffi").join(source));
    }
    let mut header = Vec::new();
    builder.generate().expect("cbindgen").write(&mut header);
    let header = tidy(&String::from_utf8(header).expect("UTF-8"));
    plain_names(&within_the_guard(&header))
}

/// The trailer belongs before the end of the include guard.
fn within_the_guard(header: &str) -> String {
    let end = "#endif  /* DUOLOGUE_H */\n";
    let (body, trailer) = header.split_once(end).expect("an include guard");
    format!("{}\n{}\n\n{end}", body.trim_end(), trailer.trim())
        .replace("#endif  // __cplusplus", "#endif /* __cplusplus */")
        .replace("}  // extern \"C\"", "}")
        .replace(
            "#endif /* __cplusplus */\n/**",
            "#endif /* __cplusplus */\n\n/**",
        )
}

/// `struct RTCEvent` is `RTCEvent` everywhere but where it is defined. Lines that go on stay below their parenthesis.
fn plain_names(header: &str) -> String {
    let mut out = String::new();
    let mut columns = None;
    for line in header.lines() {
        let defines = line.starts_with("typedef enum ")
            || line
                .strip_prefix("typedef struct ")
                .is_some_and(|definition| !definition.contains('('));
        let mut plain = if defines {
            line.to_owned()
        } else {
            without_tags(line)
        };
        if let Some((before, now)) = columns
            && line.len() - line.trim_start().len() == before
        {
            plain = format!("{:now$}{}", "", plain.trim_start());
        } else {
            columns = open_parenthesis(line).zip(open_parenthesis(&plain));
        }
        out += &plain;
        out.push('\n');
    }
    out
}

fn without_tags(line: &str) -> String {
    let mut out = String::new();
    let mut rest = line;
    while let Some(at) = ["struct RTC", "struct Duologue", "enum RTC", "enum Duologue"]
        .iter()
        .filter_map(|tagged| rest.find(tagged))
        .min()
    {
        let (before, tagged) = rest.split_at(at);
        out += before;
        rest = tagged.split_once(' ').expect("a tag and a name").1;
    }
    out + rest
}

/// The column after the last parenthesis that stays open.
fn open_parenthesis(line: &str) -> Option<usize> {
    let mut open = Vec::new();
    for (at, c) in line.char_indices() {
        match c {
            '(' => open.push(at + 1),
            ')' => {
                open.pop();
            }
            _ => {}
        }
    }
    open.pop()
}

/// Takes cbindgen's annotations out, puts comments of one line on one line, and leaves no two empty lines.
fn tidy(header: &str) -> String {
    let mut lines: Vec<String> = Vec::new();
    for line in header.lines().map(str::trim_end) {
        if line.contains("cbindgen:") {
            continue;
        }
        if line.trim() == "*/" {
            while lines.last().is_some_and(|last| last.trim() == "*") {
                lines.pop();
            }
            if let [.., opening, text] = &lines[..]
                && opening.trim() == "/**"
                && let Some(text) = text.trim().strip_prefix("* ")
            {
                let short = format!("{opening} {text} */");
                lines.truncate(lines.len() - 2);
                lines.push(short);
                continue;
            }
        }
        if !(line.is_empty() && lines.last().is_some_and(String::is_empty)) {
            lines.push(line.to_owned());
        }
    }
    lines.join("\n").trim().to_owned() + "\n"
}

#[test]
fn the_header_is_up_to_date() {
    let path = root().join("include/duologue.h");
    let generated = generated();
    if std::env::var_os("DUOLOGUE_WRITE_HEADER").is_some() {
        fs::write(&path, &generated).expect("include/duologue.h is writable");
    }
    let found = fs::read_to_string(&path).unwrap_or_default();
    let difference = generated
        .lines()
        .zip(found.lines().chain(std::iter::repeat("")))
        .enumerate()
        .find(|(_, (a, b))| a != b);
    assert!(
        generated == found,
        "include/duologue.h is stale (run `make header`); first difference: {difference:?}"
    );
}

#[test]
fn every_source_with_something_for_c_is_listed() {
    for path in files_below(&root().join("src/ffi")) {
        let text = fs::read_to_string(&path).expect("a source file");
        let for_c = text.contains("no_mangle")
            || text.contains("#[repr(C)]\npub struct")
            || text.contains("unsafe extern \"C\" fn(\n        error");
        let name = path
            .strip_prefix(root().join("src/ffi"))
            .expect("below src/ffi")
            .to_str()
            .expect("UTF-8");
        assert_eq!(for_c, SOURCES.contains(&name), "{name}");
    }
}

fn files_below(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            files.extend(files_below(&path));
        } else {
            files.push(path);
        }
    }
    files
}

#[test]
fn every_item_is_documented() {
    let mut documented = false;
    let mut continued = false;
    let mut undocumented = Vec::new();
    for line in header().lines() {
        let text = line.trim();
        if text.starts_with('*') || text.starts_with("/*") {
            documented = true;
        } else if text.starts_with('#') || text == "extern \"C\" {" {
            // A macro may stand between a comment and what it explains.
        } else if text.is_empty() || text.starts_with('}') {
            (documented, continued) = (false, false);
        } else {
            // A declaration goes on until its `;` or `{`, an enumeration's value until its `,`.
            if !documented && !continued {
                undocumented.push(text.to_owned());
            }
            documented = false;
            let value = text.ends_with(',') && text.contains(" = ");
            continued = !(value || text.ends_with([';', '{']));
        }
    }
    assert!(
        undocumented.is_empty(),
        "no comment above: {undocumented:#?}"
    );
}

#[test]
fn no_rust_speaks_to_c() {
    for word in [
        "Option<",
        "Arc",
        "Vec<",
        "::",
        "MaybeUninit",
        "trait ",
        "closure",
        "&str",
    ] {
        let line = header()
            .lines()
            .find(|line| line.contains(word) && !line.contains("duologue::transport=debug"))
            .map(str::to_owned);
        assert_eq!(line, None, "{word}");
    }
}

#[test]
fn the_versions_agree() {
    let header = common::header();
    let expected = format!("#define DUOLOGUE_VERSION \"{}\"", env!("CARGO_PKG_VERSION"));
    assert!(header.contains(&expected), "{expected}");
    for (part, value) in [
        ("MAJOR", env!("CARGO_PKG_VERSION_MAJOR")),
        ("MINOR", env!("CARGO_PKG_VERSION_MINOR")),
        ("PATCH", env!("CARGO_PKG_VERSION_PATCH")),
    ] {
        let expected = format!("#define DUOLOGUE_VERSION_{part} {value}\n");
        assert!(header.contains(&expected), "{expected}");
    }
}

/// Compiles `source`, which may include the header, and expects no diagnostics.
fn compile(name: &str, language: &str, standard: &str, source: &str) {
    let compiler = if language == "cc" { "c++" } else { "cc" };
    if Command::new(compiler).arg("--version").output().is_err() {
        return; // Another machine checks.
    }
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR"));
    let file = folder.join(format!("{name}-{standard}.{language}"));
    fs::write(&file, source).expect("a scratch file");
    let output = Command::new(compiler)
        .args(["-Wall", "-Wextra", "-Werror", "-pedantic", "-fsyntax-only"])
        .arg(format!("-std={standard}"))
        .arg("-I")
        .arg(root().join("include"))
        .arg(&file)
        .output()
        .expect("the compiler starts");
    assert!(
        output.status.success(),
        "{name} as {standard}:\n{}",
        String::from_utf8_lossy(&output.stderr)
    );
}

const LANGUAGES: [(&str, &str); 3] = [("c", "c99"), ("c", "c2x"), ("cc", "c++17")];

#[test]
fn it_compiles_alone_and_twice() {
    for (language, standard) in LANGUAGES {
        let include = "#include \"duologue.h\"\n";
        compile(
            "once",
            language,
            standard,
            &format!("{include}int nothing;\n"),
        );
        compile(
            "twice",
            language,
            standard,
            &format!("{include}{include}int nothing;\n"),
        );
    }
}

#[test]
fn every_init_macro_initialises_its_struct() {
    let header = common::header();
    let mut body = String::from("#include \"duologue.h\"\n");
    body += "size_t sizes(void);\nsize_t sizes(void) {\n    size_t sum = 0;\n";
    let mut used = BTreeSet::new();
    for (name, members) in structs(&header) {
        // The application makes no stats objects.
        if members.contains("struct_size;") && !members.contains("RTCStatsType type;") {
            let init = format!("{}_INIT", screaming(name));
            body += &format!("    {{ {name} value = {init}; sum += value.struct_size; }}\n");
            used.insert(init);
        }
    }
    body += "    return sum;\n}\n";
    let defined: BTreeSet<String> = header
        .lines()
        .filter_map(|line| line.strip_prefix("#define ")?.split(' ').next())
        .filter(|name| name.ends_with("_INIT"))
        .map(str::to_owned)
        .collect();
    assert_eq!(defined, used, "macros defined, and structs that need one");
    for (language, standard) in LANGUAGES {
        compile("init", language, standard, &body);
    }
}

/// The name and the members of each struct.
fn structs(header: &str) -> impl Iterator<Item = (&str, &str)> {
    header
        .split("typedef struct ")
        .skip(1)
        .filter_map(|rest| rest.split_once('}')?.0.split_once(" {\n"))
        .filter(|(name, _)| !name.contains(';'))
}

/// `RTCIceServer` -> `RTC_ICE_SERVER`.
fn screaming(name: &str) -> String {
    let (mut out, rest) = match name.strip_prefix("RTC") {
        Some(rest) => ("RTC".to_owned(), rest),
        None => (String::new(), name),
    };
    for c in rest.chars() {
        if c.is_ascii_uppercase() && !out.is_empty() {
            out.push('_');
        }
        out.push(c.to_ascii_uppercase());
    }
    out
}

#[test]
fn the_test_with_null_calls_every_function() {
    let path = root().join("c-tests/null.c");
    let test = fs::read_to_string(path).expect("c-tests/null.c");
    let missing: Vec<String> = declared()
        .into_iter()
        .filter(|function| !test.contains(&format!("{function}(")))
        .collect();
    assert!(missing.is_empty(), "not called with NULL: {missing:?}");
}

#[test]
fn the_library_exports_what_the_header_declares() {
    if let Some(exported) = common::exported() {
        let difference: Vec<_> = exported
            .symmetric_difference(&declared())
            .cloned()
            .collect();
        assert!(difference.is_empty(), "in one of them only: {difference:?}");
    }
}
