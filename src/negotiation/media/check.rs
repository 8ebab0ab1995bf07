//! What a description may not say of media (RFC 9429 section 5.8.3, RFC 9143 section 9.1).

use std::collections::HashMap;

use crate::sdp::{MediaSection, SdpError};

use super::codec::Codec;
use super::description::{MediaDescription, parse_rtpmap, payload_type, payload_types};
use super::extension::Extension;

/// The checks of one m-section of audio or video that is offered or accepted.
pub(crate) fn check_media(
    section: &MediaSection,
    media: Option<&MediaDescription>,
) -> Result<(), SdpError> {
    check_formats(section)?;
    check_mappings(section)?;
    check_extensions(section)?;
    media.map_or(Ok(()), |media| check_rtx(section, media))
}

/// RFC 8866 section 5.14: the formats of RTP are payload types.
fn check_formats(section: &MediaSection) -> Result<(), SdpError> {
    let formats = &section.m_line().fmts;
    match formats.iter().find(|format| payload_type(format).is_none()) {
        Some(format) => Err(SdpError::new(
            section.line_number(),
            format!("\"{format}\" is no payload type"),
        )),
        None => Ok(()),
    }
}

/// A payload type means one thing.
fn check_mappings(section: &MediaSection) -> Result<(), SdpError> {
    let mut known: HashMap<u8, &str> = HashMap::new();
    for (line, value) in section.lines.attribute_lines("rtpmap") {
        let (format, mapping) = value.split_once(' ').unwrap_or((value, ""));
        let wrong = |message: String| Err(SdpError::new(line.number, message));
        let Some(number) = payload_type(format) else {
            return wrong(format!("\"{format}\" is no payload type"));
        };
        let Some(parsed) = normalized(mapping) else {
            return wrong(format!(
                "a=rtpmap of the payload type {number} is malformed"
            ));
        };
        let earlier = *known.entry(number).or_insert(mapping);
        if normalized(earlier) != Some(parsed) {
            return wrong(format!(
                "the payload type {number} is mapped to \"{earlier}\" and to \"{mapping}\""
            ));
        }
    }
    Ok(())
}

/// What a mapping says, however it is written.
fn normalized(mapping: &str) -> Option<(String, u32, u16)> {
    let (name, clock_rate, channels) = parse_rtpmap(mapping.trim())?;
    Some((name.to_ascii_lowercase(), clock_rate, channels.unwrap_or(1)))
}

/// RFC 8285 section 5: ids of 1 to 255, or of 4096 to 4351 in an offer that leaves the choice to the answer; one meaning each.
fn check_extensions(section: &MediaSection) -> Result<(), SdpError> {
    let mut known: HashMap<u16, String> = HashMap::new();
    for (line, value) in section.lines.attribute_lines("extmap") {
        let Some(extension) = Extension::parse(value) else {
            return Err(SdpError::new(line.number, "a=extmap is malformed"));
        };
        let id = extension.id;
        if !extension.has_valid_id() {
            return Err(SdpError::new(
                line.number,
                format!("the id {id} of a header extension is not one of 1 to 255"),
            ));
        }
        let uri = known.entry(id).or_insert_with(|| extension.uri.clone());
        if *uri != extension.uri {
            return Err(SdpError::new(
                line.number,
                format!(
                    "the id {id} is mapped to \"{uri}\" and to \"{}\"",
                    extension.uri
                ),
            ));
        }
    }
    Ok(())
}

/// RFC 9429 section 5.10: what RTX retransmits is there.
fn check_rtx(section: &MediaSection, media: &MediaDescription) -> Result<(), SdpError> {
    let numbers = payload_types(section);
    let missing = media.codecs.iter().find_map(|codec| {
        let apt = codec.associated_payload_type()?;
        let present = numbers.contains(&apt);
        (!present).then_some((codec.payload_type, apt))
    });
    match missing {
        Some((number, apt)) => Err(SdpError::new(
            line_of(section, "fmtp", number),
            format!("RTX refers to the payload type {apt}, which the m-line does not have"),
        )),
        None => Ok(()),
    }
}

/// The checks of the m-sections of a BUNDLE group: a payload type and the id of a header extension mean the same in all of
/// them.
pub(crate) fn check_bundled<'a>(
    members: impl Iterator<Item = (&'a MediaSection, &'a MediaDescription)>,
) -> Result<(), SdpError> {
    let mut codecs: HashMap<u8, &Codec> = HashMap::new();
    let mut extensions: HashMap<u16, &str> = HashMap::new();
    for (section, media) in members {
        for codec in media.codecs.iter() {
            let number = codec.payload_type;
            let known = codecs.entry(number).or_insert(codec);
            if !means_the_same(known, codec) {
                return Err(SdpError::new(
                    line_of(section, "rtpmap", number),
                    format!(
                        "the payload type {number} is {} here and {} in another m-section of the BUNDLE group",
                        codec.mime_type, known.mime_type
                    ),
                ));
            }
        }
        for extension in &media.extensions {
            let id = extension.id;
            let known = extensions.entry(id).or_insert(&extension.uri);
            if *known != extension.uri {
                return Err(SdpError::new(
                    line_of_extension(section, id),
                    format!(
                        "the id {id} is that of \"{known}\" in another m-section of the BUNDLE group"
                    ),
                ));
            }
        }
    }
    Ok(())
}

/// Codecs that we do not know, or cannot read, are compared by name alone.
fn means_the_same(one: &Codec, other: &Codec) -> bool {
    let same_format = one.is_same_format(other) || one.sdp_fmtp_line == other.sdp_fmtp_line;
    one.mime_type.eq_ignore_ascii_case(&other.mime_type)
        && one.clock_rate == other.clock_rate
        && one.channels == other.channels
        && same_format
        && one.associated_payload_type() == other.associated_payload_type()
}

/// Where an attribute of a payload type stands; the m-line if it has none.
fn line_of(section: &MediaSection, name: &str, number: u8) -> usize {
    section
        .lines
        .attribute_lines(name)
        .find(|(_, value)| value.split(' ').next().and_then(payload_type) == Some(number))
        .map_or(section.line_number(), |(line, _)| line.number)
}

fn line_of_extension(section: &MediaSection, id: u16) -> usize {
    section
        .lines
        .attribute_lines("extmap")
        .find(|(_, value)| Extension::parse(value).is_some_and(|extension| extension.id == id))
        .map_or(section.line_number(), |(line, _)| line.number)
}
