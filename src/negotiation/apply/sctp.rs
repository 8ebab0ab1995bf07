//! What an applied description asks of SCTP (RFC 8841).

use super::super::plan::{Change, SctpNegotiated, SctpPlan};
use super::super::section::SCTP_PORT;
use super::super::state::{NegotiationState, SdpType};
use super::super::topology::Topology;

/// The size that a description without `a=max-message-size` stands for (RFC 8841 section 6.1).
const DEFAULT_MAX_MESSAGE_SIZE: u64 = 65_536;

impl NegotiationState {
    pub(super) fn plan_sctp(
        &mut self,
        kind: SdpType,
        topology: &Topology,
        had_data: bool,
    ) -> SctpPlan {
        let data = topology.data();
        let Some((index, transport)) =
            data.and_then(|index| Some((index, topology.sections[index].transport?)))
        else {
            return match kind {
                SdpType::Answer if had_data => SctpPlan::Closed,
                _ => SctpPlan::Unchanged,
            };
        };
        if kind == SdpType::Offer {
            return SctpPlan::Offered(transport);
        }
        let (Some(local), Some(remote)) = (self.local_description(), self.remote_description())
        else {
            return SctpPlan::Unchanged;
        };
        let (Some(local), Some(remote)) =
            (local.sdp().media.get(index), remote.sdp().media.get(index))
        else {
            return SctpPlan::Unchanged;
        };
        let local_port = local.sctp_port().unwrap_or(SCTP_PORT);
        let remote_port = remote.sctp_port().unwrap_or(SCTP_PORT);
        let max_message_size = |size: Option<u64>| size.unwrap_or(DEFAULT_MAX_MESSAGE_SIZE);
        let local_max_message_size = max_message_size(local.max_message_size());
        let remote_max_message_size = max_message_size(remote.max_message_size());
        let ports = (local_port, remote_port);
        let before = self
            .links
            .get_mut(&transport)
            .and_then(|link| link.sctp_ports.replace(ports));
        SctpPlan::Negotiated(SctpNegotiated {
            transport,
            local_port,
            remote_port,
            local_max_message_size,
            remote_max_message_size,
            change: Change::of(before.as_ref(), &ports),
        })
    }
}
