//! The CRC32c of SCTP packets (RFC 9260 appendix A), which libusrsctp leaves to us: ours uses the CPU's instruction.

/// Fills in the checksum of a packet of at least 12 bytes.
pub(super) fn write(packet: &mut [u8]) {
    packet[8..12].fill(0);
    let checksum = crc32c::crc32c(packet);
    packet[8..12].copy_from_slice(&checksum.to_le_bytes());
}

/// Whether the packet has a header and the right checksum.
pub(crate) fn is_right(packet: &[u8]) -> bool {
    if packet.len() < 12 {
        return false;
    }
    let checksum = crc32c::crc32c(&packet[..8]);
    let checksum = crc32c::crc32c_append(checksum, &[0; 4]);
    let checksum = crc32c::crc32c_append(checksum, &packet[12..]);
    packet[8..12] == checksum.to_le_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_bit_counts() {
        let mut packet: Vec<u8> = (0..100).collect();
        write(&mut packet);
        assert!(is_right(&packet));
        for bit in 0..packet.len() * 8 {
            packet[bit / 8] ^= 1 << (bit % 8);
            assert!(!is_right(&packet));
            packet[bit / 8] ^= 1 << (bit % 8);
        }
        assert!(!is_right(&packet[..11]));
        assert!(!is_right(&[]));
    }

    #[test]
    fn the_value_of_the_catalogue() {
        // The check value of CRC-32/ISCSI.
        assert_eq!(crc32c::crc32c(b"123456789"), 0xe306_9283);
    }
}
