//! What tokens cost.

/// US dollars per million tokens.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Price {
    /// Of prompts.
    pub prompt: f64,
    /// Of reasoning and answers.
    pub answer: f64,
}

impl Price {
    /// List prices of November 2026; that of the dearest model where a model is unknown.
    pub(crate) fn of(model: &str) -> Self {
        let (prompt, answer) = match model {
            "gemini-3.5-flash-lite" => (0.30, 2.50),
            "gemini-3.1-flash-lite" => (0.25, 1.50),
            "gemini-3.8-flash" | "gemini-3.6-flash" => (1.50, 7.50),
            _ => (4.0, 20.0),
        };
        Self { prompt, answer }
    }

    /// What a request costs.
    pub(crate) fn usd(self, prompt_tokens: u64, answer_tokens: u64) -> f64 {
        (prompt_tokens as f64 * self.prompt + answer_tokens as f64 * self.answer) / 1e6
    }
}
