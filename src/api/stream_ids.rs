//! The stream ids of data channels (RFC 8832 section 6).

use crate::session::DtlsRole;

/// The highest id: 65535 is reserved.
const LAST: u16 = 65534;

/// The ids that are in use, as bits; grows with the highest one.
#[derive(Default)]
pub(super) struct StreamIds {
    words: Vec<u64>,
}

impl StreamIds {
    /// False if it is in use already.
    pub(super) fn insert(&mut self, id: u16) -> bool {
        let at = usize::from(id / 64);
        if at >= self.words.len() {
            self.words.resize(at + 1, 0);
        }
        let free = self.words[at] & bit(id) == 0;
        self.words[at] |= bit(id);
        free
    }

    pub(super) fn remove(&mut self, id: u16) {
        if let Some(word) = self.words.get_mut(usize::from(id / 64)) {
            *word &= !bit(id);
        }
    }

    /// Takes the lowest free id that the role may use: the DTLS client has the even ones.
    pub(super) fn allocate(&mut self, role: DtlsRole) -> Option<u16> {
        let mine = match role {
            DtlsRole::Client => 0x5555_5555_5555_5555,
            DtlsRole::Server => 0xaaaa_aaaa_aaaa_aaaa,
        };
        let free = self.words.iter().position(|word| !word & mine != 0);
        let at = free.unwrap_or(self.words.len());
        let word = self.words.get(at).copied().unwrap_or(0);
        let id = at as u32 * 64 + (!word & mine).trailing_zeros();
        let id = u16::try_from(id).ok().filter(|id| *id <= LAST)?;
        self.insert(id);
        Some(id)
    }
}

fn bit(id: u16) -> u64 {
    1 << (id % 64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_client_has_even_and_the_server_odd_ids() {
        let mut ids = StreamIds::default();
        assert_eq!(ids.allocate(DtlsRole::Client), Some(0));
        assert_eq!(ids.allocate(DtlsRole::Server), Some(1));
        assert!(ids.insert(2));
        assert!(!ids.insert(2));
        assert_eq!(ids.allocate(DtlsRole::Client), Some(4));
        ids.remove(0);
        assert!(!ids.insert(4));
        assert_eq!(ids.allocate(DtlsRole::Client), Some(0));
    }

    #[test]
    fn there_is_an_end_to_the_ids_of_each_role() {
        let mut ids = StreamIds::default();
        let mut last = None;
        while let Some(id) = ids.allocate(DtlsRole::Server) {
            last = Some(id);
        }
        assert_eq!(last, Some(65533));
        let mut count = 0;
        while ids.allocate(DtlsRole::Client).is_some() {
            count += 1;
        }
        assert_eq!(count, 32768);
        assert!(!ids.insert(65534) && ids.insert(65535));
    }
}
