//! The W3C objects: visible slots, synchronous exceptions, the operations chain.
