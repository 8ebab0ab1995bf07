//! The username fragment and the password (RFC 8445 section 5.3), which `negotiation` makes.

use std::fmt;

/// What one side uses for one ICE session.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Credentials {
    pub(crate) ufrag: String,
    pub(crate) pwd: String,
}

#[cfg(any(test, fuzzing))]
impl Credentials {
    /// For tests below `negotiation`.
    pub(crate) fn generate(random: &mut dyn crate::random::Random) -> Self {
        Self {
            ufrag: format!("{:08x}", random.u32()),
            pwd: format!("{:016x}{:016x}", random.u64(), random.u64()),
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn never_print_the_password() {
        let credentials = Credentials {
            ufrag: "some".to_owned(),
            pwd: "secret".to_owned(),
        };
        let printed = format!("{credentials:?}");
        assert!(printed.contains("some") && !printed.contains("secret"));
    }
}
