//! What the end-to-end tests share: a server that misbehaves on demand, and a catcher of webhook deliveries.

pub mod catcher;
pub mod raw_server;
