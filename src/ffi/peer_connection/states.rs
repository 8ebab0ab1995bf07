//! The attributes that are states.

use std::mem::MaybeUninit;

use crate::api::enums as idl;
use crate::ffi::enumeration;
use crate::ffi::enums::{
    RTCIceConnectionState, RTCIceGatheringState, RTCPeerConnectionState, RTCSignalingState,
};
use crate::ffi::handle;

use super::RTCPeerConnection;

mirror!(RTCSignalingState, idl::RTCSignalingState, { Stable, HaveLocalOffer, HaveRemoteOffer, HaveLocalPranswer, HaveRemotePranswer, Closed });
mirror!(RTCIceGatheringState, idl::RTCIceGatheringState, { New, Gathering, Complete });
mirror!(RTCIceConnectionState, idl::RTCIceConnectionState, { Closed, Failed, Disconnected, New, Checking, Completed, Connected });
mirror!(RTCPeerConnectionState, idl::RTCPeerConnectionState, { Closed, Failed, Disconnected, New, Connecting, Connected });

/// Where the exchange of descriptions is.
///
/// <https://w3c.github.io/webrtc-pc/#dom-peerconnection-signaling-state>
///
/// - `pc`: lent.
///
/// Returns 0 for NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtc_peer_connection_signaling_state(
    pc: *const RTCPeerConnection,
) -> MaybeUninit<RTCSignalingState> {
    value!(rtc_peer_connection_signaling_state, enumeration::none(), {
        // SAFETY: the caller's handle.
        let pc = unsafe { handle::get(pc, "pc") }?;
        Ok(MaybeUninit::new(pc.signaling_state().into()))
    })
}

/// Where the gathering of candidates is.
///
/// <https://w3c.github.io/webrtc-pc/#dom-rtcpeerconnection-icegatheringstate>
///
/// - `pc`: lent.
///
/// Returns 0 for NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtc_peer_connection_ice_gathering_state(
    pc: *const RTCPeerConnection,
) -> MaybeUninit<RTCIceGatheringState> {
    value!(
        rtc_peer_connection_ice_gathering_state,
        enumeration::none(),
        {
            // SAFETY: the caller's handle.
            let pc = unsafe { handle::get(pc, "pc") }?;
            Ok(MaybeUninit::new(pc.ice_gathering_state().into()))
        }
    )
}

/// The state of the ICE transports.
///
/// <https://w3c.github.io/webrtc-pc/#dom-rtcpeerconnection-iceconnectionstate>
///
/// - `pc`: lent.
///
/// Returns 0 for NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtc_peer_connection_ice_connection_state(
    pc: *const RTCPeerConnection,
) -> MaybeUninit<RTCIceConnectionState> {
    value!(
        rtc_peer_connection_ice_connection_state,
        enumeration::none(),
        {
            // SAFETY: the caller's handle.
            let pc = unsafe { handle::get(pc, "pc") }?;
            Ok(MaybeUninit::new(pc.ice_connection_state().into()))
        }
    )
}

/// The state of the connection.
///
/// <https://w3c.github.io/webrtc-pc/#dom-rtcpeerconnection-connectionstate>
///
/// - `pc`: lent.
///
/// Returns 0 for NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtc_peer_connection_connection_state(
    pc: *const RTCPeerConnection,
) -> MaybeUninit<RTCPeerConnectionState> {
    value!(rtc_peer_connection_connection_state, enumeration::none(), {
        // SAFETY: the caller's handle.
        let pc = unsafe { handle::get(pc, "pc") }?;
        Ok(MaybeUninit::new(pc.connection_state().into()))
    })
}

/// Whether the peer takes candidates one by one.
///
/// <https://w3c.github.io/webrtc-pc/#dom-rtcpeerconnection-cantrickleicecandidates>
///
/// - `pc`: lent.
/// - `value`: written if there is a value.
///
/// Returns false if the value is null: there is no remote description yet.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtc_peer_connection_can_trickle_ice_candidates(
    pc: *const RTCPeerConnection,
    value: *mut bool,
) -> bool {
    value!(rtc_peer_connection_can_trickle_ice_candidates, false, {
        // SAFETY: the caller's handle.
        let pc = unsafe { handle::get(pc, "pc") }?;
        // SAFETY: the caller's output.
        unsafe { handle::write_if(pc.can_trickle_ice_candidates(), value) }
    })
}
