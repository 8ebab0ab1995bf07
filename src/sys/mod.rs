//! Safe wrappers of the C libraries and of the system calls.

pub(crate) mod openssl;
