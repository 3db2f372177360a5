//! The client against servers on this machine. Time and chance are injected where they matter.

mod answers;
mod cache;
mod check;
mod concurrency;
mod faults;
mod inputs;
mod keys;
mod live;
mod mutations;
mod offline;
mod personal;
mod progress;
mod readme;
mod support;
mod transport;
mod week;
