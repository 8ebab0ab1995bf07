//! "media-source": the tracks that are attached to senders.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::api::media_stream_track::RTCMediaStreamTrack;

/// The tracks that senders of the connection have. One that is attached again after no sender had it is another source.
#[derive(Default)]
pub(in crate::api::peer_connection) struct MediaSources {
    last: u64,
    /// By the address of the track, which its senders keep alive.
    attached: BTreeMap<usize, Attached>,
}

struct Attached {
    number: u64,
    senders: usize,
}

impl MediaSources {
    pub(in crate::api::peer_connection) fn attach(&mut self, track: &Arc<RTCMediaStreamTrack>) {
        let attached = self.attached.entry(address(track)).or_insert_with(|| {
            self.last += 1;
            Attached {
                number: self.last,
                senders: 0,
            }
        });
        attached.senders += 1;
    }

    pub(in crate::api::peer_connection) fn detach(&mut self, track: &Arc<RTCMediaStreamTrack>) {
        let Some(attached) = self.attached.get_mut(&address(track)) else {
            return;
        };
        attached.senders -= 1;
        if attached.senders == 0 {
            self.attached.remove(&address(track));
        }
    }

    /// Names the source that an attached track is.
    pub(super) fn number(&self, track: &Arc<RTCMediaStreamTrack>) -> Option<u64> {
        Some(self.attached.get(&address(track))?.number)
    }
}

fn address(track: &Arc<RTCMediaStreamTrack>) -> usize {
    Arc::as_ptr(track).addr()
}
