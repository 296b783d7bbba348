//! What a row of the table of refusals becomes: a variant with its number, name and texts.

macro_rules! refusals {
    ($($number:literal $variant:ident $name:literal transient: $transient:literal
        zh: $zh:literal en: $en:literal cure_zh: $cure_zh:literal cure_en: $cure_en:literal;)+) => {
        /// What was refused. The number is permanent.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[allow(clippy::doc_markdown, reason = "a variant's doc is its text, with its {names}")]
        pub enum Code {
            $(#[doc = $en] $variant,)+
        }

        impl Code {
            /// Every code, by number.
            pub const ALL: &'static [Code] = &[$(Code::$variant),+];

            /// The permanent number; its hundred is the class.
            pub fn number(self) -> u16 {
                match self { $(Code::$variant => $number,)+ }
            }

            /// The code as people quote it.
            pub fn name(self) -> &'static str {
                match self { $(Code::$variant => $name,)+ }
            }

            /// Whether the same payload may pass later without anybody's decision; such refusals
            /// are not recorded.
            pub fn is_transient(self) -> bool {
                match self { $(Code::$variant => $transient,)+ }
            }

            /// The text, with `{names}` where values go.
            pub fn text(self, lang: Lang) -> &'static str {
                match (self, lang) {
                    $((Code::$variant, Lang::Zh) => $zh, (Code::$variant, Lang::En) => $en,)+
                }
            }

            /// What would cure it.
            pub fn cure(self, lang: Lang) -> &'static str {
                match (self, lang) {
                    $((Code::$variant, Lang::Zh) => $cure_zh, (Code::$variant, Lang::En) => $cure_en,)+
                }
            }

            /// The code of that number, if this build knows it.
            pub fn from_number(number: u16) -> Option<Code> {
                match number { $($number => Some(Code::$variant),)+ _ => None }
            }

            /// The code of that name, if this build knows it.
            pub fn from_name(name: &str) -> Option<Code> {
                match name { $($name => Some(Code::$variant),)+ _ => None }
            }
        }
    };
}

pub(super) use refusals;
