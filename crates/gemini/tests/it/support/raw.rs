//! A service that speaks broken HTTP.

use std::io::{Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

/// A server that does what no decent server does: `handle` writes what it likes and closes.
pub(crate) struct RawServer {
    pub(crate) url: String,
    n_calls: Arc<AtomicUsize>,
}

impl RawServer {
    pub(crate) fn new(handle: fn(&mut TcpStream)) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("this machine has a free port");
        let url = format!("http://{}", listener.local_addr().expect("it is bound"));
        let n_calls = Arc::new(AtomicUsize::new(0));
        let counter = Arc::clone(&n_calls);
        // The thread ends with the process: nobody waits for a listener.
        thread::spawn(move || {
            for stream in listener.incoming() {
                let Ok(mut stream) = stream else { return };
                counter.fetch_add(1, Ordering::SeqCst);
                thread::spawn(move || {
                    let mut request = vec![0; 65_536];
                    let _ = stream.read(&mut request);
                    handle(&mut stream);
                    let _ = stream.flush();
                    let _ = stream.shutdown(Shutdown::Both);
                });
            }
        });
        Self { url, n_calls }
    }

    pub(crate) fn n_calls(&self) -> usize {
        self.n_calls.load(Ordering::SeqCst)
    }
}
