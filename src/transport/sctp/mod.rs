//! SCTP (RFC 9260, 8831) behind a trait, and DCEP (RFC 8832).
