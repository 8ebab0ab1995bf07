//! Scenarios: two agents in a virtual network and virtual time.

mod world;

mod connect;
