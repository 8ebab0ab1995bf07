//! DTLS (RFC 6347) over datagrams, with the certificate fingerprint checked before anything passes.
