//! What is in the header.

use std::collections::{BTreeMap, BTreeSet};

use crate::common;
use crate::places::Place;

/// `iceGatheringState`, `ice_gathering_state`: the same letters.
pub(crate) fn squash(name: &str) -> String {
    name.chars()
        .filter(char::is_ascii_alphanumeric)
        .map(|c| c.to_ascii_lowercase())
        .collect()
}

pub(crate) struct Header {
    text: String,
    functions: BTreeMap<String, String>,
    constants: BTreeSet<String>,
}

impl Header {
    pub(crate) fn read() -> Self {
        let text = common::header();
        let functions = common::declared()
            .into_iter()
            .map(|name| (squash(&name), name))
            .collect();
        let constants = text
            .lines()
            .filter_map(|line| line.trim().split_once(" = "))
            .map(|(name, _)| squash(name))
            .collect();
        Self {
            text,
            functions,
            constants,
        }
    }

    pub(crate) fn has(&self, place: &Place) -> bool {
        match place {
            Place::Type(name) => self.has_type(name),
            Place::Function(name) => self.functions.contains_key(&squash(name)),
            Place::Member(name, member) => self
                .members(name)
                .is_some_and(|members| members.contains(&squash(member))),
            Place::Constant(name) => self.constants.contains(&squash(name)),
            Place::Parameter(name, parameter) => self
                .functions
                .get(&squash(name))
                .is_some_and(|name| self.declaration(name).contains(&format!("{parameter} "))),
        }
    }

    /// All that stands between the parentheses.
    fn declaration(&self, function: &str) -> &str {
        let opening = format!("{function}(");
        let at = self
            .text
            .match_indices(&opening)
            // Comments name functions, if at all with parentheses, without parameters.
            .find(|(at, _)| !self.text[at + opening.len()..].starts_with(')'))
            .map_or(self.text.len(), |(at, _)| at);
        self.text[at..].split(");").next().unwrap_or_default()
    }

    fn has_type(&self, name: &str) -> bool {
        self.text.lines().any(|line| {
            (line.starts_with("typedef ") || line.starts_with('}'))
                && line.ends_with(&format!(" {name};"))
        })
    }

    /// The members of a struct, squashed; `None` if the type is no struct with members.
    fn members(&self, name: &str) -> Option<BTreeSet<String>> {
        let body = self
            .text
            .split(&format!("typedef struct {name} {{\n"))
            .nth(1)
            .and_then(|rest| rest.split("\n}").next());
        let Some(body) = body else {
            // `typedef struct RTCIceCandidateInit RTCLocalIceCandidateInit;`
            let alias = format!(" {name};");
            let line = self.text.lines().find(|line| line.ends_with(&alias))?;
            let target = line.strip_prefix("typedef struct ")?.split(' ').next()?;
            return (target != name).then(|| self.members(target)).flatten();
        };
        let names = body
            .lines()
            .filter_map(|line| line.trim().strip_suffix(';'))
            .filter_map(|line| line.split('[').next()?.split([' ', '*']).next_back())
            .map(squash);
        Some(names.collect())
    }
}
