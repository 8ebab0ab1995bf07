//! JSEP (RFC 9429) as functions of descriptions.
