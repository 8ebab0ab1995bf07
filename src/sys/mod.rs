//! Safe wrappers of the C libraries and of the system calls.

pub(crate) mod fork;
pub(crate) mod openssl;
#[cfg(test)]
pub(crate) mod poll;
pub(crate) mod socket;
pub(crate) mod threads;
pub(crate) mod usrsctp;
