//! The lines of an m-section of audio or video (RFC 9429 sections 5.2.1 and 5.3.1).

use crate::sdp::MediaSection;

use super::description::MediaDescription;

/// Adds what is said of media, in the order of RFC 9429 section 5.2.1. The m-line (see `MediaDescription::formats`), a=mid and
/// what is said of the transport are the caller's.
///
/// RTCP mux and reduced size would not have to be repeated in bundled m-sections (RFC 8859 puts them in the category
/// IDENTICAL), but libwebrtc refuses a bundled m-section without a=rtcp-mux and reads a=rtcp-rsize of each by itself.
pub(crate) fn write(section: &mut MediaSection, media: &MediaDescription) {
    let lines = &mut section.lines;
    lines.push_flag(media.direction.as_str());
    for codec in media.codecs.iter() {
        let payload_type = codec.payload_type;
        lines.push_attribute("rtpmap", format!("{payload_type} {}", codec.rtpmap()));
        if let Some(fmtp) = &codec.sdp_fmtp_line {
            lines.push_attribute("fmtp", format!("{payload_type} {fmtp}"));
        }
        for feedback in &codec.rtcp_feedback {
            lines.push_attribute("rtcp-fb", format!("{payload_type} {feedback}"));
        }
    }
    if let Some(ptime) = media.ptime {
        lines.push_attribute("ptime", ptime);
    }
    if let Some(maxptime) = media.maxptime {
        lines.push_attribute("maxptime", maxptime);
    }
    if media.extmap_allow_mixed {
        lines.push_flag("extmap-allow-mixed");
    }
    for extension in &media.extensions {
        lines.push_attribute("extmap", extension.to_value());
    }
    for msid in &media.msids {
        lines.push_attribute("msid", msid.to_value());
    }
    for rid in &media.rids {
        lines.push_attribute("rid", rid.to_value());
    }
    if let Some(simulcast) = &media.simulcast {
        lines.push_attribute("simulcast", simulcast.to_value());
    }
    for (name, set) in [
        ("rtcp-mux", media.rtcp_mux),
        ("rtcp-mux-only", media.rtcp_mux_only),
        ("rtcp-rsize", media.rtcp_rsize),
    ] {
        if set {
            lines.push_flag(name);
        }
    }
    write_ssrcs(section, media);
}

/// RFC 5576. An SSRC has to have an attribute, and the CNAME is the one that all have.
fn write_ssrcs(section: &mut MediaSection, media: &MediaDescription) {
    let Some(cname) = &media.cname else { return };
    for group in &media.ssrc_groups {
        let ssrcs: Vec<String> = group.ssrcs.iter().map(u32::to_string).collect();
        let value = format!("{} {}", group.semantics, ssrcs.join(" "));
        section.lines.push_attribute("ssrc-group", value);
    }
    for ssrc in &media.ssrcs {
        let value = format!("{ssrc} cname:{cname}");
        section.lines.push_attribute("ssrc", value);
    }
}
