//! A whole description.

use std::fmt;

use super::attribute::{Fingerprint, Group, Setup};
use super::line::{Line, LineEnd, Lines, SdpError};
use super::media::{self, MediaSection};
use super::syntax::{self, Checker};
use super::{MAX_BYTES, MAX_LINES, MAX_SECTIONS};

/// A description: the session part and the m-sections.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct SessionDescription {
    pub(crate) session: Lines,
    pub(crate) media: Vec<MediaSection>,
    /// Line ends after the last line.
    trailer: String,
}

impl SessionDescription {
    /// Reads a description. Lines end with CRLF or LF, the last perhaps with neither.
    pub(crate) fn parse(text: &str) -> Result<Self, SdpError> {
        if text.len() > MAX_BYTES {
            return Err(SdpError::new(
                1,
                format!("{} bytes are more than the {MAX_BYTES} allowed", text.len()),
            ));
        }
        let content = text.trim_end_matches(['\r', '\n']);
        let (content, trailer) = match text[content.len()..].find('\n') {
            Some(end) => text.split_at(content.len() + end + 1),
            None => (text, ""),
        };
        let mut description = Self {
            trailer: trailer.to_owned(),
            ..Self::default()
        };
        let mut count = 0;
        let mut checker = Checker::default();
        for text in content.split_inclusive('\n') {
            count += 1;
            description.parse_line(text, count, &mut checker)?;
        }
        syntax::check_session(&description.session, count)?;
        Ok(description)
    }

    fn parse_line(
        &mut self,
        text: &str,
        number: usize,
        checker: &mut Checker,
    ) -> Result<(), SdpError> {
        if number > MAX_LINES {
            return Err(SdpError::new(
                number,
                format!("more than the {MAX_LINES} lines allowed"),
            ));
        }
        let (text, end) = match text.strip_suffix('\n') {
            Some(text) => match text.strip_suffix('\r') {
                Some(text) => (text, LineEnd::CrLf),
                None => (text, LineEnd::Lf),
            },
            None => (text, LineEnd::None),
        };
        let line = Line::parse(text, number, end)?;
        if line.kind == 'm' {
            if self.media.len() == MAX_SECTIONS {
                return Err(SdpError::new(
                    number,
                    format!("more than the {MAX_SECTIONS} m-sections allowed"),
                ));
            }
            let section = MediaSection::from_line(line)
                .ok_or_else(|| SdpError::new(number, "the m-line is malformed"))?;
            self.media.push(section);
            *checker = Checker::default();
            return Ok(());
        }
        let lines = match self.media.last_mut() {
            Some(section) => {
                checker.media_line(&line)?;
                &mut section.lines
            }
            None => {
                checker.session_line(&line)?;
                &mut self.session
            }
        };
        lines.0.push(line);
        Ok(())
    }

    pub(crate) fn line_count(&self) -> usize {
        let media: usize = self.media.iter().map(|section| section.lines.0.len()).sum();
        self.session.0.len() + media
    }

    /// The groups with semantics BUNDLE (RFC 9143), with the number of their lines.
    pub(crate) fn bundle_groups(&self) -> Vec<(usize, Group)> {
        self.session
            .attribute_lines("group")
            .filter_map(|(line, value)| Some((line.number, Group::parse(value)?)))
            .filter(|(_, group)| group.semantics == "BUNDLE")
            .collect()
    }

    pub(crate) fn is_ice_lite(&self) -> bool {
        self.session.has_attribute("ice-lite")
    }

    /// The value of an attribute that an m-section may inherit from the session part.
    pub(crate) fn inherited<'a>(&'a self, section: usize, name: &'a str) -> Option<&'a str> {
        self.media
            .get(section)
            .and_then(|section| section.lines.attribute(name))
            .or_else(|| self.session.attribute(name))
    }

    pub(crate) fn ice_ufrag(&self, section: usize) -> Option<&str> {
        self.inherited(section, "ice-ufrag")
    }

    pub(crate) fn ice_pwd(&self, section: usize) -> Option<&str> {
        self.inherited(section, "ice-pwd")
    }

    /// Whether an m-section is said to understand an ICE option (RFC 8839 section 5.6).
    pub(crate) fn has_ice_option(&self, section: usize, option: &str) -> bool {
        let media = self.media.get(section).map(|section| &section.lines);
        media
            .into_iter()
            .chain([&self.session])
            .flat_map(|lines| lines.attributes("ice-options"))
            // libdatachannel separates them with commas.
            .flat_map(|value| value.split([' ', ',']))
            .any(|found| found == option)
    }

    /// The fingerprints of an m-section, or those of the session if it has none of its own.
    pub(crate) fn fingerprints(&self, section: usize) -> Vec<Fingerprint> {
        let own = self
            .media
            .get(section)
            .map(|section| media::fingerprints(&section.lines));
        match own {
            Some(own) if !own.is_empty() => own,
            _ => media::fingerprints(&self.session),
        }
    }

    pub(crate) fn setup(&self, section: usize) -> Option<Setup> {
        self.media
            .get(section)
            .and_then(|section| media::setup(&section.lines))
            .or_else(|| media::setup(&self.session))
    }
}

impl fmt::Display for SessionDescription {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.session.fmt(f)?;
        self.media.iter().try_for_each(|section| section.fmt(f))?;
        f.write_str(&self.trailer)
    }
}
