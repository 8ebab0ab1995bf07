//! The CRC32c of SCTP packets (RFC 9260 appendix A), which libusrsctp leaves to us: ours uses the CPU's instruction.

/// Fills in the checksum of a packet of at least 12 bytes.
pub(super) fn write(packet: &mut [u8]) {
    packet[8..12].fill(0);
    let checksum = crc32c::crc32c(packet);
    packet[8..12].copy_from_slice(&checksum.to_le_bytes());
}

/// The packet with a PAD chunk (RFC 4820), which receivers skip, so that it has `length` bytes.
pub(crate) fn padded(packet: &[u8], length: usize) -> Vec<u8> {
    const PAD: u8 = 0x84;
    let mut padded = packet.to_vec();
    let missing = length.saturating_sub(packet.len()) & !3;
    if missing < 4 || packet.len() < 12 || !packet.len().is_multiple_of(4) {
        return padded;
    }
    padded.extend_from_slice(&[PAD, 0, (missing >> 8) as u8, missing as u8]);
    padded.resize(packet.len() + missing, 0);
    write(&mut padded);
    padded
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
    fn padding_is_a_chunk() {
        let packet: Vec<u8> = (0..100).collect();
        let longer = padded(&packet, 1_543);
        assert_eq!(longer.len(), 1_540);
        assert_eq!(longer[100..104], [0x84, 0, 5, 0xA0]);
        assert_eq!(longer[12..100], packet[12..]);
        assert!(is_right(&longer));
        for length in [0, 100, 103] {
            assert_eq!(padded(&packet, length), packet);
        }
        assert_eq!(padded(&packet[..99], 200), packet[..99]);
    }

    #[test]
    fn the_value_of_the_catalogue() {
        // The check value of CRC-32/ISCSI.
        assert_eq!(crc32c::crc32c(b"123456789"), 0xe306_9283);
    }
}
