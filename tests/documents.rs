//! The C code of `docs/capi.md` compiles, so that it does not grow old unseen.

mod common;

use std::fmt::Write;
use std::fs;
use std::path::PathBuf;
use std::process::Command;

/// What the pieces of code take for granted.
const GIVEN: &str = r#"
#include "duologue.h"
#include <stdio.h>
typedef struct Peer {
    RTCPeerConnection *pc;
    bool polite, making_offer, ignore_offer, setting_remote_answer;
} Peer;
void report(const RTCError *error);
void signal_candidate(const RTCIceCandidateInit *candidate);
void signal_description(RTCSdpType type, const char *sdp);
void signal_local_description(Peer *peer);
void play(RTCMediaStreamTrack *track, RTCMediaStream *stream);
void on_parameters_set(const RTCError *error, void *userdata);
void on_offer(const RTCError *error, const RTCSessionDescriptionInit *offer, void *userdata);
void on_set(const RTCError *error, void *userdata);
void on_peer_identity(const RTCError *error, RTCIdentityAssertion *identity, void *userdata);
const char *sign(const char *user, const char *contents);
void start_query(DuologueIdentityRequest *request, const char *assertion);
extern const RTCSessionDescriptionInit *offer;
extern RTCPeerConnection *alice, *bob;
extern RTCPeerConnection *the_connection;
extern RTCRtpSender *the_sender;
extern RTCRtpTransceiver *transceiver;
extern RTCMediaStreamTrack *microphone, *camera, *other;
extern RTCMediaStream *stream;
"#;

/// A piece of code: functions, and statements that stand outside of them.
fn split(code: &str) -> (String, String) {
    let (mut functions, mut statements) = (String::new(), String::new());
    let mut inside = false;
    for line in code.lines() {
        inside |= line.starts_with("static ");
        let part = if inside {
            &mut functions
        } else {
            &mut statements
        };
        writeln!(part, "{line}").expect("a string takes it");
        inside &= line != "}";
    }
    (functions, statements)
}

fn blocks(text: &str) -> Vec<&str> {
    text.split("```c\n")
        .skip(1)
        .map(|rest| rest.split("```").next().unwrap_or_default())
        .collect()
}

#[test]
fn the_code_beside_the_browsers_compiles() {
    let text = common::read("docs/capi.md");
    let blocks = blocks(&text);
    assert!(blocks.len() >= 6, "{}", blocks.len());
    if Command::new("cc").arg("--version").output().is_err() {
        return; // Another machine checks.
    }
    for (number, block) in blocks.into_iter().enumerate() {
        let (functions, statements) = split(block);
        // Where a piece does not make them itself it speaks of those that another made.
        let mut given = String::new();
        for (name, object) in [("pc", "RTCPeerConnection"), ("sender", "RTCRtpSender")] {
            if !statements.contains(&format!("{object} *{name} =")) {
                let from = if name == "pc" {
                    "the_connection"
                } else {
                    "the_sender"
                };
                writeln!(given, "{object} *{name} = {from};").expect("a string takes it");
            }
        }
        let source = format!(
            "{GIVEN}{functions}\nvoid piece(void);\nvoid piece(void) {{\n{given}{statements}}}\n"
        );
        compile(number, &source);
    }
}

fn compile(number: usize, source: &str) {
    let file = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("capi-{number}.c"));
    fs::write(&file, source).expect("a scratch file");
    let output = Command::new("cc")
        .args(["-std=c99", "-fsyntax-only", "-Wall", "-Wextra", "-Werror"])
        .args([
            "-Wno-unused-parameter",
            "-Wno-unused-function",
            "-Wno-unused-variable",
        ])
        .arg("-I")
        .arg(common::root().join("include"))
        .arg(&file)
        .output()
        .expect("the compiler starts");
    assert!(
        output.status.success(),
        "piece {number} of docs/capi.md:\n{}\n{source}",
        String::from_utf8_lossy(&output.stderr)
    );
}

#[test]
fn functions_and_statements_are_told_apart() {
    let (functions, statements) = split("static int f(void) {\n    g();\n}\n\nf();\n");
    assert_eq!(functions, "static int f(void) {\n    g();\n}\n");
    assert_eq!(statements, "\nf();\n");
}
