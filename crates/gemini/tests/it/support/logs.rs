//! What is logged.

use std::fmt::{Debug, Write};
use std::sync::{Arc, Mutex, MutexGuard, Once};

use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Metadata, Subscriber};
use tracing_core::span::Current;

/// Everything that the crates below say by `log`, from all tests.
static LOG: Mutex<String> = Mutex::new(String::new());

struct Logger;

impl log::Log for Logger {
    fn enabled(&self, _: &log::Metadata<'_>) -> bool {
        true
    }

    fn log(&self, record: &log::Record<'_>) {
        let mut log = LOG.lock().expect("writing to a string does not panic");
        writeln!(log, "{} {}", record.target(), record.args()).expect("strings take everything");
    }

    fn flush(&self) {}
}

/// Keeps every field of every span and event, at all levels.
struct Recorder {
    text: Arc<Mutex<String>>,
    spans: Mutex<Spans>,
}

/// All spans, and those that are entered: one thread is recorded.
#[derive(Default)]
struct Spans {
    all: Vec<&'static Metadata<'static>>,
    entered: Vec<Id>,
}

struct Fields<'a>(&'a mut String);

impl Visit for Fields<'_> {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        write!(self.0, " {}={value:?}", field.name()).expect("strings take everything");
    }
}

impl Recorder {
    fn spans(&self) -> MutexGuard<'_, Spans> {
        self.spans.lock().expect("keeping spans does not panic")
    }

    fn write(&self, start: &str, visit: impl FnOnce(&mut Fields<'_>)) {
        let mut text = self.text.lock().expect("writing to a string does not panic");
        text.push_str(start);
        visit(&mut Fields(&mut text));
        text.push('\n');
    }
}

impl Subscriber for Recorder {
    fn enabled(&self, _: &Metadata<'_>) -> bool {
        true
    }

    fn new_span(&self, span: &Attributes<'_>) -> Id {
        self.write(span.metadata().name(), |fields| span.record(fields));
        let mut spans = self.spans();
        spans.all.push(span.metadata());
        Id::from_u64(spans.all.len() as u64)
    }

    fn record(&self, _: &Id, values: &Record<'_>) {
        self.write("record", |fields| values.record(fields));
    }

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn event(&self, event: &Event<'_>) {
        self.write(event.metadata().target(), |fields| event.record(fields));
    }

    fn enter(&self, id: &Id) {
        self.spans().entered.push(id.clone());
    }

    fn exit(&self, _: &Id) {
        self.spans().entered.pop();
    }

    fn current_span(&self) -> Current {
        let spans = self.spans();
        spans.entered.last().map_or_else(Current::none, |id| {
            let index = usize::try_from(id.into_u64() - 1).expect("ids are indices");
            Current::new(id.clone(), spans.all[index])
        })
    }
}

/// Runs a future and returns all that was logged meanwhile, by this crate and by those below.
pub(crate) fn captured<T>(future: impl Future<Output = T>) -> (T, String) {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        log::set_logger(&Logger).expect("nobody else sets a logger");
        log::set_max_level(log::LevelFilter::Trace);
    });
    let text = Arc::new(Mutex::new(String::new()));
    let recorder = Recorder { text: Arc::clone(&text), spans: Mutex::default() };
    let value = tracing::subscriber::with_default(recorder, || super::run(future));
    let mut text = text.lock().expect("writing to a string does not panic").clone();
    text.push_str(&LOG.lock().expect("writing to a string does not panic"));
    (value, text)
}
