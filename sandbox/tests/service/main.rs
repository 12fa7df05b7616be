//! The sandbox over real sockets. One program, so that it is linked once and its helpers are used.

mod administration;
mod cases;
mod common;
mod events;
mod files;
mod keys;
mod process;
