//! Hand-written declarations of libusrsctp 0.9.5.
