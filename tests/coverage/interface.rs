//! The tables of `tests/interface`.

use std::fmt;
use std::fs;

use crate::common;

/// A member of a definition: `method close`, `event track RTCTrackEvent`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Row {
    pub(crate) kind: String,
    pub(crate) name: String,
    /// Of an event: its interface.
    pub(crate) interface: String,
}

#[derive(Clone, Debug)]
pub(crate) struct Definition {
    pub(crate) kind: String,
    pub(crate) name: String,
    pub(crate) base: Option<String>,
    pub(crate) rows: Vec<Row>,
}

/// All that the W3C defines, as far as it concerns this library.
pub(crate) struct Interface {
    pub(crate) definitions: Vec<Definition>,
}

/// A definition itself, or one member of it.
#[derive(Clone, Debug)]
pub(crate) struct Item {
    pub(crate) kind: String,
    pub(crate) definition: String,
    pub(crate) row: Option<Row>,
}

impl fmt::Display for Item {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.row {
            None => write!(f, "{} {}", self.kind, self.definition),
            Some(row) => write!(f, "{} {}.{}", row.kind, self.definition, row.name),
        }
    }
}

impl Interface {
    pub(crate) fn read() -> Self {
        let mut all = Self {
            definitions: Vec::new(),
        };
        let folder = common::root().join("tests/interface");
        for entry in fs::read_dir(folder).expect("tests/interface") {
            let path = entry.expect("an entry").path();
            all.add(&fs::read_to_string(&path).expect("a table"));
        }
        all
    }

    fn add(&mut self, table: &str) {
        let mut current = None;
        for line in table.lines() {
            let words: Vec<&str> = line.split_whitespace().collect();
            match words[..] {
                [] => {}
                [first, ..] if first.starts_with('#') => {}
                [kind, name] if !line.starts_with(' ') => {
                    current = Some(self.definition(kind, name, None));
                }
                [kind, name, ":", base] if !line.starts_with(' ') => {
                    current = Some(self.definition(kind, name, Some(base)));
                }
                [kind, ref rest @ ..] if line.starts_with(' ') && rest.len() <= 2 => {
                    let at = current.expect("a definition comes first");
                    let row = Row {
                        kind: kind.to_owned(),
                        name: rest.first().unwrap_or(&kind).to_string(),
                        interface: rest.get(1).unwrap_or(&"").to_string(),
                    };
                    let rows = &mut self.definitions[at].rows;
                    if !rows.contains(&row) {
                        rows.push(row);
                    }
                }
                _ => panic!("not understood: {line:?}"),
            }
        }
    }

    fn definition(&mut self, kind: &str, name: &str, base: Option<&str>) -> usize {
        let known = self.definitions.iter().position(|d| d.name == name);
        let at = known.unwrap_or_else(|| {
            self.definitions.push(Definition {
                kind: kind.to_owned(),
                name: name.to_owned(),
                base: None,
                rows: Vec::new(),
            });
            self.definitions.len() - 1
        });
        let definition = &mut self.definitions[at];
        assert_eq!(definition.kind, kind, "{name}");
        if let Some(base) = base {
            definition.base = Some(base.to_owned());
        }
        at
    }

    pub(crate) fn get(&self, name: &str) -> Option<&Definition> {
        self.definitions.iter().find(|d| d.name == name)
    }

    /// Each definition and each member. Dictionaries have the members of those that they inherit from, too.
    pub(crate) fn items(&self) -> Vec<Item> {
        let mut items = Vec::new();
        for definition in &self.definitions {
            let item = |row| Item {
                kind: definition.kind.clone(),
                definition: definition.name.clone(),
                row,
            };
            items.push(item(None));
            let mut part = Some(definition);
            while let Some(from) = part {
                items.extend(from.rows.iter().map(|row| item(Some(row.clone()))));
                part = (definition.kind == "dictionary")
                    .then(|| self.get(from.base.as_deref()?))
                    .flatten();
            }
        }
        items
    }

    /// The names of a definition's members.
    pub(crate) fn members(&self, name: &str) -> Vec<&str> {
        let rows = self.get(name).map(|d| &d.rows[..]).unwrap_or_default();
        rows.iter().map(|row| row.name.as_str()).collect()
    }

    /// Whether C gets it as a struct: events and errors.
    pub(crate) fn is_struct(&self, name: &str) -> bool {
        let Some(definition) = self.get(name) else {
            return false;
        };
        name == "Event"
            || name == "DOMException"
            || definition.kind == "interface"
                && definition
                    .base
                    .as_deref()
                    .is_some_and(|base| ["Event", "DOMException"].contains(&base))
    }
}
