//! The C interface: checks pointers, converts, and calls one method of `api`.
