//! One definition an enumeration: its variants, their words in files, and reading and writing them.

/// Defines an enumeration whose variants each have a word; the word is what files, columns, JSON and messages hold.
macro_rules! words {
    (
        $(#[$meta:meta])*
        $name:ident, $what:literal {
            $($(#[$variant_meta:meta])* $variant:ident = $word:literal),+ $(,)?
        }
    ) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
        pub enum $name {
            $($(#[$variant_meta])* #[serde(rename = $word)] $variant),+
        }

        impl $name {
            /// How many there are.
            pub const N: usize = [$(Self::$variant),+].len();
            /// All of them, in order.
            pub const ALL: [Self; Self::N] = [$(Self::$variant),+];
            /// The words of all of them, in order.
            pub const NAMES: [&'static str; Self::N] = [$($word),+];

            /// The word in files, columns and messages.
            pub const fn name(self) -> &'static str {
                Self::NAMES[self as usize]
            }

            /// Position in [`ALL`](Self::ALL).
            pub const fn index(self) -> usize {
                self as usize
            }

            /// The one of this name.
            pub fn from_name(name: &str) -> Option<Self> {
                Self::ALL.into_iter().find(|one| one.name() == name)
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.pad(self.name())
            }
        }

        impl std::str::FromStr for $name {
            type Err = crate::UnknownWord;

            fn from_str(name: &str) -> Result<Self, crate::UnknownWord> {
                Self::from_name(name).ok_or_else(|| crate::UnknownWord::new($what, name, &Self::NAMES))
            }
        }
    };
}

pub(crate) use words;
