//! "Process remote tracks" (webrtc-pc).

use super::super::media::Direction;
use super::super::transceiver::{MediaPlan, Transceiver};

impl MediaPlan {
    /// "Process remote tracks". No direction is that of a transceiver that was never negotiated.
    pub(super) fn process_remote_tracks(
        &mut self,
        transceiver: &mut Transceiver,
        direction: Option<Direction>,
        msids: Vec<String>,
    ) {
        let receives = |direction: Option<Direction>| direction.is_some_and(Direction::receives);
        let fired = transceiver.fired_direction;
        let added = self.set_associated_remote_streams(transceiver, msids);
        if (receives(direction) && !receives(fired)) || added {
            // "Process the addition of a remote track".
            let streams = transceiver.receiver.remote_stream_ids.clone();
            self.track_events.push((transceiver.key, streams));
        }
        if direction.is_some() && !receives(direction) && receives(fired) {
            // "Process the removal of a remote track".
            self.mute.push(transceiver.key);
        }
        transceiver.fired_direction = direction;
    }

    /// "Set the associated remote streams". Returns whether there are new ones.
    pub(super) fn set_associated_remote_streams(
        &mut self,
        transceiver: &mut Transceiver,
        msids: Vec<String>,
    ) -> bool {
        let before = std::mem::take(&mut transceiver.receiver.remote_stream_ids);
        let removed = before.iter().filter(|stream| !msids.contains(stream));
        self.remove
            .extend(removed.map(|stream| (stream.clone(), transceiver.key)));
        let length = self.add.len();
        let added = msids.iter().filter(|stream| !before.contains(stream));
        self.add
            .extend(added.map(|stream| (stream.clone(), transceiver.key)));
        transceiver.receiver.remote_stream_ids = msids;
        self.add.len() > length
    }
}
