//! The username fragment and the password (RFC 8445 section 5.3).

use std::fmt;

use crate::random::Random;

/// `ice-char` (RFC 8839 section 5.4): 64 of them, six bits each.
const ICE_CHARS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
/// 48 bits.
const UFRAG_LENGTH: usize = 8;
/// 144 bits; RFC 8445 demands 128.
const PWD_LENGTH: usize = 24;

/// What one side uses for one ICE session.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Credentials {
    pub(crate) ufrag: String,
    pub(crate) pwd: String,
}

impl Credentials {
    pub(crate) fn generate(random: &mut dyn Random) -> Self {
        Self {
            ufrag: ice_chars(random, UFRAG_LENGTH),
            pwd: ice_chars(random, PWD_LENGTH),
        }
    }
}

impl fmt::Debug for Credentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Credentials")
            .field("ufrag", &self.ufrag)
            .finish_non_exhaustive()
    }
}

fn ice_chars(random: &mut dyn Random, length: usize) -> String {
    let mut bytes = vec![0; length];
    random.fill(&mut bytes);
    bytes
        .into_iter()
        .map(|byte| char::from(ICE_CHARS[usize::from(byte % 64)]))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::SeededRandom;

    #[test]
    fn are_long_enough_fresh_and_made_of_ice_chars() {
        let mut random = SeededRandom(1);
        let first = Credentials::generate(&mut random);
        let second = Credentials::generate(&mut random);
        assert!(first.ufrag.len() >= 4 && first.pwd.len() * 6 >= 128);
        assert!(first.ufrag != second.ufrag && first.pwd != second.pwd);
        let all = first.ufrag + &first.pwd;
        assert!(all.bytes().all(|byte| ICE_CHARS.contains(&byte)));
    }

    #[test]
    fn never_print_the_password() {
        let credentials = Credentials::generate(&mut SeededRandom(2));
        assert!(!format!("{credentials:?}").contains(&credentials.pwd));
    }
}
