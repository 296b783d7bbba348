//! A progress bar for long work, on standard error and only on a terminal.

use indicatif::{ProgressBar, ProgressStyle};

use super::text::{Message, msg};
use crate::domain::text::Lang;
use crate::service::Progress;

/// A bar that appears with the first report.
pub struct Bar {
    drawn: Option<ProgressBar>,
    shown: bool,
    lang: Lang,
    /// What is being done.
    words: Message,
}

impl Bar {
    /// `shown`: whether standard error is a terminal.
    pub fn new(shown: bool, lang: Lang) -> Self {
        Self::of(shown, lang, msg!("progress-replay"))
    }

    /// The same for other work, said in words.
    pub fn of(shown: bool, lang: Lang, words: Message) -> Self {
        Self {
            drawn: None,
            shown,
            lang,
            words,
        }
    }

    /// Takes the bar away.
    pub fn finish(&mut self) {
        if let Some(bar) = self.drawn.take() {
            bar.finish_and_clear();
        }
    }
}

impl Progress for Bar {
    fn at(&mut self, done: u64, all: u64) {
        if !self.shown {
            return;
        }
        let (lang, words) = (self.lang, &self.words);
        let bar = self.drawn.get_or_insert_with(|| {
            let bar = ProgressBar::new(all);
            let words = words.in_lang(lang);
            let template = format!("{words} {{wide_bar}} {{pos}}/{{len}}");
            if let Ok(style) = ProgressStyle::with_template(&template) {
                bar.set_style(style);
            }
            bar
        });
        bar.set_position(done);
    }
}
