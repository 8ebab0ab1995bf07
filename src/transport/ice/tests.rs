//! Scenarios: two agents in a virtual network and virtual time.

mod world;

mod chaos;
mod connect;
mod consent;
mod failure;
mod hostile;
mod limits;
mod lossy;
mod nat;
mod path_mtu;
mod policy;
mod restart;
mod roles;
mod trickle;
