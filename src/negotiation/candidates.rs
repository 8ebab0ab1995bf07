//! Candidates in descriptions (webrtc-pc, `addIceCandidate` and "surface the candidate").

use crate::sdp::candidate::CandidateAttribute;
use crate::sdp::{Line, MAX_LINES, MediaSection, SessionDescription};

use super::description::Description;
use super::error::{NegotiationError, NegotiationErrorName};
use super::section::{default_address, rtcp_address};
use super::state::{IceCredentials, NegotiationState};
use super::topology::{Bundles, RTCP, RTP, Section, Topology, TransportKey, parameters_of};

/// The most candidates that one m-section lists.
const MAX_CANDIDATES: usize = 1024;

/// Where a candidate of the peer belongs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct CandidateTarget {
    pub(crate) m_line_index: usize,
    pub(crate) mid: String,
    /// The end of candidates is for those of both components.
    pub(crate) transports: Vec<TransportKey>,
    pub(crate) delivery: Delivery,
}

/// When a candidate goes to its transport.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Delivery {
    /// The transport knows the credentials that it belongs to.
    Now,
    /// The plan of the answer will list it.
    WithTheAnswer,
}

impl NegotiationState {
    /// The steps of `addIceCandidate` that find out what a candidate, or with `None` an end of candidates, is for, and add
    /// it to the remote descriptions. No target means that there is nothing to be done: the section is rejected.
    ///
    /// The caller has refused a candidate with neither `mid` nor `m_line_index` (TypeError).
    pub(crate) fn add_remote_candidate(
        &mut self,
        mid: Option<&str>,
        m_line_index: Option<u16>,
        username_fragment: Option<&str>,
        candidate: Option<&CandidateAttribute>,
    ) -> Result<Vec<CandidateTarget>, NegotiationError> {
        let indices = self.candidate_sections(mid, m_line_index, username_fragment)?;
        let mut targets = Vec::new();
        for index in &indices {
            let component = candidate.map(|candidate| candidate.component);
            let target = self.candidate_target(*index, username_fragment, component)?;
            let Some(mut target) = target else {
                continue;
            };
            // Of a transport that sections share there is one end: that of the section which describes it.
            if candidate.is_none() && !self.is_carrier(&target) {
                target.delivery = Delivery::WithTheAnswer;
            }
            targets.push(target);
        }
        for target in &targets {
            self.write_remote_candidate(target, username_fragment, candidate)?;
        }
        Ok(targets)
    }

    fn is_carrier(&self, target: &CandidateTarget) -> bool {
        let topologies = [Some(&self.topology), self.pending_topology.as_ref()];
        let sections = topologies
            .into_iter()
            .flatten()
            .filter_map(|topology| topology.sections.get(target.m_line_index));
        let carries = |section: &Section| {
            section.transport == target.transports.first().copied()
                && section.carrier == target.m_line_index
        };
        sections.into_iter().any(carries)
    }

    /// What `addIceCandidate` refuses before it looks at the candidate itself.
    pub(crate) fn check_remote_candidate(
        &self,
        mid: Option<&str>,
        m_line_index: Option<u16>,
        username_fragment: Option<&str>,
    ) -> Result<(), NegotiationError> {
        for index in self.candidate_sections(mid, m_line_index, username_fragment)? {
            self.candidate_target(index, username_fragment, None)?;
        }
        Ok(())
    }

    /// The sections of `remoteDescription` that `sdpMid` and `sdpMLineIndex` name; with neither, all of the generation.
    fn candidate_sections(
        &self,
        mid: Option<&str>,
        m_line_index: Option<u16>,
        username_fragment: Option<&str>,
    ) -> Result<Vec<usize>, NegotiationError> {
        let error = |name, message: &str| NegotiationError::new(name, message);
        let Some(remote) = self.remote_description() else {
            return Err(error(
                NegotiationErrorName::InvalidStateError,
                "there is no remote description",
            ));
        };
        let count = remote.sdp().media.len();
        match (mid, m_line_index) {
            (Some(mid), _) => match self.section_with_mid(mid).filter(|index| *index < count) {
                Some(index) => Ok(vec![index]),
                None => Err(error(
                    NegotiationErrorName::OperationError,
                    &format!("no m-section of the remote description has the mid \"{mid}\""),
                )),
            },
            (None, Some(index)) if usize::from(index) < count => Ok(vec![usize::from(index)]),
            (None, Some(index)) => Err(error(
                NegotiationErrorName::OperationError,
                &format!(
                    "the remote description has {count} m-sections and none with the index {index}"
                ),
            )),
            (None, None) => Ok(self.sections_of_generation(count, username_fragment)),
        }
    }

    /// Of a username fragment that no section has, all: it is refused where it is looked for in one.
    fn sections_of_generation(&self, count: usize, username_fragment: Option<&str>) -> Vec<usize> {
        let all = (0..count).collect();
        let Some(wanted) = username_fragment else {
            return all;
        };
        let has_it = |index: &usize| {
            let mut known = self.generations(*index).into_iter().flatten();
            known.any(|known| known == wanted)
        };
        let found: Vec<usize> = (0..count).filter(has_it).collect();
        if found.is_empty() { all } else { found }
    }

    /// The username fragments that the applied remote descriptions have in a section, the newest first.
    fn generations(&self, index: usize) -> Vec<Option<String>> {
        let topology = self.remote_topology();
        let descriptions = [&self.pending_remote, &self.current_remote];
        let descriptions = descriptions.into_iter().flatten();
        descriptions
            .map(|remote| generation(remote.sdp(), topology, index))
            .collect()
    }

    /// The topology that goes with `remoteDescription`.
    fn remote_topology(&self) -> &Topology {
        match self.pending_remote {
            Some(_) => self.latest_topology(),
            None => &self.topology,
        }
    }

    fn section_with_mid(&self, mid: &str) -> Option<usize> {
        self.remote_topology()
            .sections
            .iter()
            .position(|section| section.mid == mid)
    }

    fn candidate_target(
        &self,
        index: usize,
        username_fragment: Option<&str>,
        component: Option<u16>,
    ) -> Result<Option<CandidateTarget>, NegotiationError> {
        let Some(section) = self.remote_topology().sections.get(index) else {
            return Ok(None);
        };
        let Some(transport) = section.transport else {
            return Ok(None);
        };
        let generations = self.generations(index);
        let wanted = match username_fragment {
            None => generations.first().cloned().flatten(),
            Some(wanted) => {
                let known = generations.iter().flatten().any(|known| known == wanted);
                if !known {
                    return Err(NegotiationError::new(
                        NegotiationErrorName::OperationError,
                        format!(
                            "no remote description has the username fragment \"{wanted}\" in the m-section {index}"
                        ),
                    ));
                }
                Some(wanted.to_owned())
            }
        };
        let link = self.links.get(&transport);
        let applied = link
            .and_then(|link| link.remote.as_ref())
            .map(|remote| &remote.ufrag);
        let delivery = match applied.is_some() && applied == wanted.as_ref() {
            true => Delivery::Now,
            false => Delivery::WithTheAnswer,
        };
        Ok(Some(CandidateTarget {
            m_line_index: index,
            mid: section.mid.clone(),
            transports: transports_of(section, component),
            delivery,
        }))
    }

    fn write_remote_candidate(
        &mut self,
        target: &CandidateTarget,
        username_fragment: Option<&str>,
        candidate: Option<&CandidateAttribute>,
    ) -> Result<(), NegotiationError> {
        let index = target.m_line_index;
        let topology = self.remote_topology();
        let of = |remote: &Description| generation(remote.sdp(), topology, index);
        let pending = self.pending_remote.as_ref().map(of);
        let current = self.current_remote.as_ref().map(of);
        let newest = pending.as_ref().or(current.as_ref()).cloned().flatten();
        let wanted = username_fragment.map(str::to_owned).or(newest);
        let pending = self.pending_remote.as_mut().zip(pending);
        let current = self.current_remote.as_mut().zip(current);
        for (remote, generation) in [pending, current].into_iter().flatten() {
            if generation == wanted {
                add_candidate(remote, index, candidate)?;
            }
        }
        Ok(())
    }

    /// Adds a candidate that was gathered, or with `None` the end of candidates, to the local descriptions that stand for
    /// its generation. Returns mid and m-line index; the end of candidates is none before both components have come to it.
    pub(crate) fn add_local_candidate(
        &mut self,
        transport: TransportKey,
        credentials: &IceCredentials,
        candidate: Option<&CandidateAttribute>,
    ) -> Result<Option<(String, usize)>, NegotiationError> {
        let carried = |topology: &Topology| {
            let mut carriers = topology.carriers();
            carriers
                .find(|carried| carried.key == transport)
                .map(|carried| carried.index)
        };
        let latest = carried(self.latest_topology());
        let stable = carried(&self.topology);
        let (topology, index) = match (latest, stable) {
            (Some(index), _) => (self.latest_topology(), index),
            (None, Some(index)) => (&self.topology, index),
            (None, None) => return Ok(None),
        };
        let mid = topology.sections[index].mid.clone();
        let components = transports_of(&topology.sections[index], None);
        if candidate.is_none() {
            if let Some(link) = self.links.get_mut(&transport) {
                link.gathered = Some(credentials.ufrag.clone());
            }
            let is_gathered = |key: &TransportKey| {
                let link = self.links.get(key);
                link.and_then(|link| link.gathered.as_ref()) == Some(&credentials.ufrag)
            };
            if !components.iter().all(is_gathered) {
                return Ok(None);
            }
        }
        let pending = self.pending_local.as_mut().zip(latest);
        let current = self.current_local.as_mut().zip(stable);
        for (local, index) in [pending, current].into_iter().flatten() {
            if local.sdp().ice_ufrag(index) == Some(&credentials.ufrag) {
                add_candidate(local, index, candidate)?;
            }
        }
        Ok(Some((mid, index)))
    }
}

/// The transports of a section that a candidate of this component is for; of no component: all.
fn transports_of(section: &Section, component: Option<u16>) -> Vec<TransportKey> {
    match (section.rtcp, component) {
        (Some(rtcp), Some(RTCP)) => vec![rtcp],
        (Some(rtcp), None) => section.transport.into_iter().chain([rtcp]).collect(),
        _ => section.transport.into_iter().collect(),
    }
}

/// The username fragment of a section, its own or that of its group.
fn generation(sdp: &SessionDescription, topology: &Topology, index: usize) -> Option<String> {
    sdp.media.get(index)?;
    let of_group = || {
        let bundles = Bundles::of(sdp, &topology.mids());
        sdp.ice_ufrag(parameters_of(sdp, &bundles, index))
    };
    sdp.ice_ufrag(index).or_else(of_group).map(str::to_owned)
}

/// Writes a candidate into an m-section, after those that are there, with the default candidate's address (RFC 8840
/// section 4.4). `None` is the end of candidates. Lines keep the numbers that they had when the text was checked.
fn add_candidate(
    description: &mut Description,
    index: usize,
    candidate: Option<&CandidateAttribute>,
) -> Result<(), NegotiationError> {
    let sdp = description.sdp_mut();
    let full = sdp.line_count() >= MAX_LINES;
    let Some(section) = sdp.media.get_mut(index) else {
        return Ok(());
    };
    let Some(candidate) = candidate else {
        if !section.has_end_of_candidates() && !full {
            section.lines.push_flag("end-of-candidates");
        }
        return Ok(());
    };
    let value = candidate.to_string();
    let known = section.lines.attribute_lines("candidate").count();
    if section
        .lines
        .iter()
        .any(|line| line.kind == 'a' && line.value == value)
    {
        return Ok(());
    }
    if known >= MAX_CANDIDATES || full {
        return Err(NegotiationError::new(
            NegotiationErrorName::OperationError,
            format!("the m-section {index} has {known} candidates, and no more are taken"),
        ));
    }
    let last = section
        .lines
        .iter()
        .enumerate()
        .filter(|(_, line)| {
            line.attribute()
                .is_some_and(|(name, _)| name == "candidate")
        })
        .last();
    let place = last.map_or_else(|| section.lines.iter().count(), |(place, _)| place + 1);
    section.lines.insert(place, Line::new('a', value));
    set_default_address(section);
    Ok(())
}

/// A bundle-only section keeps its zero port.
fn set_default_address(section: &mut MediaSection) {
    if section.m_line().port == 0 {
        return;
    }
    let (address, port) = default_address(section.candidates(), RTP);
    if port != 9 {
        section.set_port(port);
        section.lines.replace('c', address);
    }
    let rtcp = default_address(section.candidates(), RTCP);
    if rtcp.1 != 9 {
        section.lines.replace_attribute("rtcp", rtcp_address(rtcp));
    }
}
