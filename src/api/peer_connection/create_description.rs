//! webrtc-pc, "create an offer" and "create an answer".

use std::sync::Arc;

use super::RTCPeerConnection;
use super::state::{CertificateSlot, State};
use super::views::sdp_type;
use crate::api::certificate::RTCCertificate;
use crate::api::environment::EnvironmentRandom;
use crate::api::error::{Error, ErrorName};
use crate::api::session_description::RTCSessionDescriptionInit;
use crate::negotiation::{
    NegotiationError, NegotiationErrorName, OfferOptions, SdpType, SignalingState,
};
use crate::sdp::Fingerprint;

impl RTCPeerConnection {
    /// Step 1 of "create an offer".
    pub(super) fn check_create_offer(state: &State) -> Result<(), Error> {
        match state.negotiation.signaling_state {
            SignalingState::Stable | SignalingState::HaveLocalOffer => Ok(()),
            other => Err(wrong_state("an offer", other)),
        }
    }

    /// Step 1 of "create an answer".
    pub(super) fn check_create_answer(state: &State) -> Result<(), Error> {
        match state.negotiation.signaling_state {
            SignalingState::HaveRemoteOffer | SignalingState::HaveLocalPranswer => Ok(()),
            other => Err(wrong_state("an answer", other)),
        }
    }

    /// The "final steps to create an offer".
    pub(super) fn create_an_offer(
        &self,
        state: &mut State,
        ice_restart: bool,
    ) -> Result<RTCSessionDescriptionInit, Error> {
        prepare(state)?;
        let mut random = self.random();
        let options = OfferOptions { ice_restart };
        let sdp = state
            .negotiation
            .create_offer(&options, &mut random)
            .map_err(error)?;
        Ok(init(SdpType::Offer, sdp))
    }

    /// The "final steps to create an answer".
    pub(super) fn create_an_answer(
        &self,
        state: &mut State,
        kind: SdpType,
    ) -> Result<RTCSessionDescriptionInit, Error> {
        prepare(state)?;
        let mut random = self.random();
        let sdp = state
            .negotiation
            .create_answer(&mut random)
            .map_err(error)?;
        Ok(init(kind, sdp))
    }

    pub(super) fn random(&self) -> EnvironmentRandom {
        EnvironmentRandom(Arc::clone(&self.environment))
    }

    /// The certificate is there or has failed: what waited for it goes on.
    pub(super) fn certificate_ready(self: &Arc<Self>, result: Result<Arc<RTCCertificate>, Error>) {
        let mut state = self.state.lock();
        if state.is_closed {
            return;
        }
        state.certificate = match result {
            Ok(certificate) => CertificateSlot::Ready(certificate),
            Err(error) => CertificateSlot::Failed(error),
        };
        self.update_pool(&mut state);
        self.request_assertion(&mut state);
        self.resume_first(&mut state);
    }
}

/// Gives negotiation what it needs to know of the connection as it is now.
fn prepare(state: &mut State) -> Result<(), Error> {
    state.negotiation.fingerprints = fingerprints(state)?;
    state.negotiation.identity_assertion = state.assertion_for_description()?;
    Ok(())
}

/// The fingerprints of all certificates, that in use first.
pub(super) fn fingerprints(state: &State) -> Result<Vec<Fingerprint>, Error> {
    let certificate = match &state.certificate {
        CertificateSlot::Ready(certificate) => certificate,
        CertificateSlot::Failed(error) => {
            return Err(Error::new(ErrorName::OperationError, error.message.clone()));
        }
        CertificateSlot::Pending => {
            return Err(Error::new(
                ErrorName::OperationError,
                "there is no certificate yet",
            ));
        }
    };
    let given = state.configuration.certificates.iter();
    let others = given.filter(|other| !Arc::ptr_eq(other, certificate));
    let all = std::iter::once(certificate).chain(others);
    Ok(all
        .flat_map(|certificate| certificate.fingerprints())
        .filter_map(|fingerprint| {
            Fingerprint::parse(&format!("{} {}", fingerprint.algorithm, fingerprint.value))
        })
        .collect())
}

fn init(kind: SdpType, sdp: String) -> RTCSessionDescriptionInit {
    RTCSessionDescriptionInit {
        sdp_type: sdp_type(kind),
        sdp,
    }
}

fn wrong_state(what: &str, state: SignalingState) -> Error {
    Error::new(
        ErrorName::InvalidStateError,
        format!(
            "{what} cannot be created in the signaling state {}",
            state.as_str()
        ),
    )
}

/// The error of negotiation under its W3C name.
pub(super) fn error(error: NegotiationError) -> Error {
    use crate::api::error::RtcErrorDetailType;
    let name = match error.name {
        NegotiationErrorName::InvalidAccessError => ErrorName::InvalidAccessError,
        NegotiationErrorName::InvalidModificationError => ErrorName::InvalidModificationError,
        NegotiationErrorName::InvalidStateError => ErrorName::InvalidStateError,
        NegotiationErrorName::OperationError => ErrorName::OperationError,
        NegotiationErrorName::SdpSyntaxError => {
            let message = error.message;
            let mut syntax_error =
                super::channel_events::rtc_error(RtcErrorDetailType::SdpSyntaxError, message);
            if let Some(fields) = &mut syntax_error.rtc {
                fields.sdp_line_number = error.sdp_line.and_then(|line| i32::try_from(line).ok());
            }
            return syntax_error;
        }
    };
    match error.sdp_line {
        Some(line) => Error::new(name, format!("line {line}: {}", error.message)),
        None => Error::new(name, error.message),
    }
}
