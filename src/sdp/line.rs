//! Lines, and lists of them.

use std::fmt;

/// Why a text is not a description.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct SdpError {
    /// The number of the line, from 1.
    pub(crate) line: usize,
    pub(crate) message: String,
}

impl SdpError {
    pub(crate) fn new(line: usize, message: impl Into<String>) -> Self {
        Self {
            line,
            message: message.into(),
        }
    }
}

impl fmt::Display for SdpError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}: {}", self.line, self.message)
    }
}

impl std::error::Error for SdpError {}

/// How a line ends.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum LineEnd {
    #[default]
    CrLf,
    Lf,
    /// The text stops here.
    None,
}

impl LineEnd {
    fn as_str(self) -> &'static str {
        match self {
            Self::CrLf => "\r\n",
            Self::Lf => "\n",
            Self::None => "",
        }
    }
}

/// `<type>=<value>`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Line {
    /// The type letter.
    pub(crate) kind: char,
    pub(crate) value: String,
    /// Where the line stood in its description when that was parsed, from 1; 0 of a line that was added since.
    pub(crate) number: usize,
    pub(super) end: LineEnd,
}

impl Line {
    pub(crate) fn new(kind: char, value: impl Into<String>) -> Self {
        Self {
            kind,
            value: value.into(),
            number: 0,
            end: LineEnd::CrLf,
        }
    }

    /// Reads one line without its end.
    pub(super) fn parse(text: &str, number: usize, end: LineEnd) -> Result<Self, SdpError> {
        let mut chars = text.chars();
        let (Some(kind @ ('a'..='z' | 'A'..='Z')), Some('=')) = (chars.next(), chars.next()) else {
            return Err(SdpError::new(
                number,
                "a line begins with a letter and an equals sign",
            ));
        };
        let value = chars.as_str();
        if let Some(wrong) = value.chars().find(|c| matches!(c, '\0' | '\r')) {
            return Err(SdpError::new(
                number,
                format!("{wrong:?} may not stand in a line"),
            ));
        }
        Ok(Self {
            kind,
            value: value.to_owned(),
            number,
            end,
        })
    }

    /// Name and value of an attribute; the value of a flag is empty.
    pub(crate) fn attribute(&self) -> Option<(&str, &str)> {
        (self.kind == 'a').then(|| self.value.split_once(':').unwrap_or((&self.value, "")))
    }
}

impl fmt::Display for Line {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}={}{}", self.kind, self.value, self.end.as_str())
    }
}

/// The lines of the session part or of an m-section, in their order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Lines(pub(super) Vec<Line>);

impl Lines {
    pub(crate) fn iter(&self) -> impl Iterator<Item = &Line> {
        self.0.iter()
    }

    /// The first line with this letter.
    pub(crate) fn line(&self, kind: char) -> Option<&Line> {
        self.0.iter().find(|line| line.kind == kind)
    }

    /// All attributes with this name, as lines with their values.
    pub(crate) fn attribute_lines<'a>(
        &'a self,
        name: &'a str,
    ) -> impl Iterator<Item = (&'a Line, &'a str)> {
        self.0.iter().filter_map(move |line| {
            let (found, value) = line.attribute()?;
            (found == name).then_some((line, value))
        })
    }

    /// The values of all attributes with this name.
    pub(crate) fn attributes<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.attribute_lines(name).map(|(_, value)| value)
    }

    /// The value of the first attribute with this name; empty for a flag.
    pub(crate) fn attribute<'a>(&'a self, name: &'a str) -> Option<&'a str> {
        self.attributes(name).next()
    }

    pub(crate) fn has_attribute(&self, name: &str) -> bool {
        self.attribute(name).is_some()
    }

    pub(crate) fn push(&mut self, kind: char, value: impl Into<String>) {
        let line = Line::new(kind, value);
        self.insert(self.0.len(), line);
    }

    /// Adds `a=<name>`.
    pub(crate) fn push_flag(&mut self, name: &str) {
        self.push('a', name);
    }

    /// Adds `a=<name>:<value>`.
    pub(crate) fn push_attribute(&mut self, name: &str, value: impl fmt::Display) {
        self.push('a', format!("{name}:{value}"));
    }

    /// Puts a line at `index`; it takes over the line end of its predecessor.
    pub(crate) fn insert(&mut self, index: usize, mut line: Line) {
        if let Some(previous) = index.checked_sub(1).and_then(|i| self.0.get_mut(i)) {
            line.end = previous.end;
            if previous.end == LineEnd::None {
                previous.end = LineEnd::CrLf;
            }
        }
        self.0.insert(index, line);
    }

    /// Gives the first line with this letter a new value.
    pub(crate) fn replace(&mut self, kind: char, value: String) {
        if let Some(line) = self.0.iter_mut().find(|line| line.kind == kind) {
            line.value = value;
        }
    }

    /// Gives the first attribute of this name another value.
    pub(crate) fn replace_attribute(&mut self, name: &str, value: impl fmt::Display) {
        let named = |line: &&mut Line| {
            line.attribute()
                .is_some_and(|(attribute, _)| attribute == name)
        };
        if let Some(line) = self.0.iter_mut().find(named) {
            line.value = format!("{name}:{value}");
        }
    }
}

impl fmt::Display for Lines {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|line| line.fmt(f))
    }
}
