//! Encrypted records that come before the handshake is complete, because they overtook its last flight.

use std::borrow::Cow;

/// How much application data is kept. It has to fit into one read of OpenSSL.
pub(super) const MAX_DATA: usize = 16 * 1024;

/// How many other records of epoch 1 are passed on: copies of the peer's Finished. OpenSSL keeps each in a buffer of 16 KiB.
const MAX_FINISHED: u32 = 16;

const HEADER: usize = 13;
const APPLICATION_DATA: u8 = 23;

/// What came early on one connection.
#[derive(Default)]
pub(super) struct Early {
    data: Vec<u8>,
    finished: u32,
}

impl Early {
    /// Keeps the application data of a datagram and returns the rest, which is the handshake's.
    pub(super) fn sort_out<'a>(&mut self, datagram: &'a [u8]) -> Cow<'a, [u8]> {
        let mut rest = Cow::Borrowed(datagram);
        let mut at = 0;
        while let Some(record) = record(&datagram[at..]) {
            if self.passes(record) {
                if let Cow::Owned(rest) = &mut rest {
                    rest.extend_from_slice(record);
                }
            } else if matches!(rest, Cow::Borrowed(_)) {
                rest = Cow::Owned(datagram[..at].to_vec());
            }
            at += record.len();
        }
        rest
    }

    /// The application data, as records.
    pub(super) fn into_data(self) -> Vec<u8> {
        self.data
    }

    fn passes(&mut self, record: &[u8]) -> bool {
        match (epoch(record), record[0]) {
            (0, _) => true,
            (1, APPLICATION_DATA) => {
                if self.data.len() + record.len() <= MAX_DATA {
                    self.data.extend_from_slice(record);
                }
                false
            }
            (1, _) => {
                self.finished += 1;
                self.finished <= MAX_FINISHED
            }
            _ => false,
        }
    }
}

fn epoch(record: &[u8]) -> u16 {
    u16::from_be_bytes([record[3], record[4]])
}

/// The first record, if it is whole (RFC 6347 section 4.1: type, version, epoch, sequence number, length).
fn record(records: &[u8]) -> Option<&[u8]> {
    let header = records.get(..HEADER)?;
    let len = u16::from_be_bytes([header[11], header[12]]);
    records.get(..HEADER + usize::from(len))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn made(kind: u8, epoch: u8, len: u8) -> Vec<u8> {
        let mut record = vec![kind, 0xfe, 0xfd, 0, epoch, 0, 0, 0, 0, 0, 1, 0, len];
        record.extend(std::iter::repeat_n(kind, usize::from(len)));
        record
    }

    #[test]
    fn handshake_records_pass_as_they_are() {
        let mut early = Early::default();
        let datagram = [made(22, 0, 20), made(20, 0, 1), made(22, 1, 40)].concat();
        let rest = early.sort_out(&datagram);
        assert!(matches!(rest, Cow::Borrowed(rest) if rest == datagram));
    }

    #[test]
    fn application_data_is_taken_out() {
        let mut early = Early::default();
        let (change, finished, data) = (made(20, 0, 1), made(22, 1, 40), made(23, 1, 50));
        let datagram = [&data[..], &change, &data, &finished, &data].concat();
        assert_eq!(*early.sort_out(&datagram), [change, finished].concat());
        assert_eq!(early.into_data(), data.repeat(3));
    }

    #[test]
    fn other_epochs_are_dropped() {
        let mut early = Early::default();
        assert!(early.sort_out(&made(22, 2, 40)).is_empty());
        assert!(early.sort_out(&made(23, 2, 40)).is_empty());
        assert!(early.into_data().is_empty());
    }

    #[test]
    fn both_kinds_are_limited() {
        let mut early = Early::default();
        for number in 0..1000 {
            assert!(early.sort_out(&made(23, 1, 200)).is_empty());
            let passed = !early.sort_out(&made(22, 1, 40)).is_empty();
            assert_eq!(passed, number < MAX_FINISHED);
        }
        let data = early.into_data();
        assert!(data.len() > MAX_DATA - 213 && data.len() <= MAX_DATA);
    }

    #[test]
    fn what_is_no_record_is_left_alone() {
        for len in 0..30 {
            let datagram = &made(23, 1, 20)[..len];
            assert_eq!(*Early::default().sort_out(datagram), *datagram);
        }
    }
}
