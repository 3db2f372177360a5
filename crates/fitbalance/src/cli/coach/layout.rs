//! Headings, paragraphs, lists and rows of plain text, within a fixed width.

use gemini::{Advice, Escalation, FallbackReason, Source, Urgency};

const WIDTH: usize = 80;

/// A text under construction: blocks with an empty line between them.
#[derive(Debug, Default)]
pub(super) struct Layout {
    blocks: Vec<String>,
}

impl Layout {
    /// A page with a title, and above it whatever cannot wait.
    pub(super) fn new<T>(title: &str, advice: &Advice<T>) -> Self {
        let mut layout = Self::default();
        if let Some(help) = advice.escalation.as_ref().filter(|help| help.urgency >= Urgency::Urgent) {
            layout.help("Help now", help);
        }
        let title = visible(title);
        let rule = "=".repeat(title.chars().count());
        layout.blocks.push(format!("{title}\n{rule}"));
        layout
    }

    /// What it all comes to, and right below it whom to see.
    pub(super) fn summary<T>(&mut self, text: &str, advice: &Advice<T>) {
        self.blocks.push(wrap(text, "", ""));
        if let Some(help) = advice.escalation.as_ref().filter(|help| help.urgency == Urgency::Professional) {
            self.help("Please see somebody about it", help);
        }
        self.question(advice);
    }

    /// What is asked back, right below the summary.
    fn question<T>(&mut self, advice: &Advice<T>) {
        self.list(
            "A question back",
            &advice.questions.iter().map(|question| question.text.as_str()).collect::<Vec<_>>(),
        );
    }

    fn help(&mut self, heading: &str, help: &Escalation) {
        let mut block = format!("{heading}\n{}", wrap(&help.message, "  ", "  "));
        for contact in &help.contacts {
            block.push('\n');
            block.push_str(&wrap(&title(contact), "  - ", "    "));
        }
        self.blocks.push(block);
    }

    /// Names and values in two columns; nothing where there are none.
    pub(super) fn rows(&mut self, heading: &str, rows: &[(String, String)]) {
        let width = rows.iter().map(|(name, _)| name.chars().count()).max().unwrap_or(0) + 2;
        let lines = rows.iter().map(|(name, value)| {
            let line = format!("  {:<width$}{}", visible(name), visible(value));
            if line.chars().count() <= WIDTH {
                return line.trim_end().to_owned();
            }
            let name = format!("  {:<width$}", visible(name));
            wrap(value, &name, &" ".repeat(width + 2))
        });
        self.block(heading, lines.collect());
    }

    /// A list; nothing where it is empty.
    pub(super) fn list<S: AsRef<str>>(&mut self, heading: &str, items: &[S]) {
        self.block(heading, items.iter().map(|item| wrap(item.as_ref(), "  - ", "    ")).collect());
    }

    /// A list whose order matters.
    pub(super) fn steps(&mut self, heading: &str, items: &[String]) {
        let lines = items.iter().enumerate().map(|(index, item)| wrap(item, &format!("  {}. ", index + 1), "     "));
        self.block(heading, lines.collect());
    }

    pub(super) fn paragraph(&mut self, heading: &str, text: &str) {
        self.block(heading, vec![wrap(text, "  ", "  ")]);
    }

    fn block(&mut self, heading: &str, lines: Vec<String>) {
        if !lines.is_empty() {
            self.blocks.push(format!("{heading}\n{}", lines.join("\n")));
        }
    }

    /// The page with what stands below each: a talk that is worth it, who wrote it, and what it is not.
    pub(super) fn finish<T>(mut self, advice: &Advice<T>) -> String {
        if let Some(help) = advice.escalation.as_ref().filter(|help| help.urgency == Urgency::CheckIn) {
            self.help("Worth a talk", help);
        }
        self.blocks.push(format!("{}\n{}", wrap(&origin(advice), "", ""), wrap(&advice.disclaimer, "", "")));
        self.blocks.join("\n\n")
    }
}

/// Who wrote the text.
fn origin<T>(advice: &Advice<T>) -> String {
    match &advice.source {
        Source::Live { model_version } => {
            let tokens = advice.usage.map(|usage| format!(", {} tokens", usage.total_tokens())).unwrap_or_default();
            format!("Written by {model_version}{tokens}, and checked; numbers are computed by this program.")
        }
        Source::Cache { age } => {
            format!(
                "Written by a model {} ago, and checked; numbers are computed by this program.",
                in_words(age.as_secs())
            )
        }
        Source::StaleCache { age } => {
            format!("Written by a model {} ago, since no newer answer could be had.", in_words(age.as_secs()))
        }
        Source::RuleBased { .. } if is_referral(advice) => {
            "A fixed text: this needs a person, not a program.".to_owned()
        }
        Source::RuleBased { reason } => format!("Written by rules: {reason}."),
        _ => String::new(),
    }
}

fn in_words(seconds: u64) -> String {
    let (count, unit) = match seconds {
        ..60 => (seconds, "second"),
        60..3600 => (seconds / 60, "minute"),
        3600..86_400 => (seconds / 3600, "hour"),
        _ => (seconds / 86_400, "day"),
    };
    format!("{count} {unit}{}", if count == 1 { "" } else { "s" })
}

/// Whether the answer refers the person to somebody else.
pub(super) fn is_referral<T>(advice: &Advice<T>) -> bool {
    matches!(advice.source, Source::RuleBased { reason: FallbackReason::Gate(_) })
}

/// Breaks a text between words; the first line starts with one prefix, the others with another.
fn wrap(text: &str, first: &str, others: &str) -> String {
    let mut line = first.to_owned();
    let (mut lines, mut is_empty) = (Vec::new(), true);
    for word in visible(text).split_whitespace() {
        if !is_empty && line.chars().count() + 1 + word.chars().count() > WIDTH {
            lines.push(std::mem::replace(&mut line, others.to_owned()));
            is_empty = true;
        }
        if !is_empty {
            line.push(' ');
        }
        line.push_str(word);
        is_empty = false;
    }
    lines.push(line);
    lines.join("\n")
}

/// Names come from files: whatever would steer a terminal or turn a line around is a space.
fn visible(text: &str) -> String {
    let hides = |c: char| {
        c.is_control()
            || matches!(c, '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{2069}' | '\u{FEFF}')
    };
    text.chars().map(|c| if hides(c) { ' ' } else { c }).collect()
}

/// A name such as `left_knee` in words, its first letter in upper case.
pub(super) fn title(name: &str) -> String {
    let name = name.replace('_', " ");
    let mut characters = name.trim().chars();
    characters.next().map(|first| first.to_uppercase().chain(characters).collect()).unwrap_or_default()
}

/// One decimal, none where it is 0.
pub(super) fn number(value: f64) -> String {
    let text = format!("{value:.1}");
    let text = text.strip_suffix(".0").unwrap_or(&text);
    if text == "-0" { "0".to_owned() } else { text.to_owned() }
}
