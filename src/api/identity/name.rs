//! Identities, `user@domain`, and the domains of providers (RFC 8827 sections 7.5.1 and 8.1).

/// An identity of the form that RFC 8827 section 8.1 asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Identity<'a> {
    pub(crate) user: &'a str,
    pub(crate) domain: &'a str,
}

impl<'a> Identity<'a> {
    /// In the user's part `@` and `%` are escaped, and nothing else is.
    pub(crate) fn parse(text: &'a str) -> Option<Self> {
        let (user, domain) = text.split_once('@')?;
        let escaped = user.split('%').skip(1);
        let valid = !user.is_empty()
            && escaped
                .into_iter()
                .all(|rest| rest.starts_with("40") || rest.starts_with("25"))
            && is_domain(domain);
        valid.then_some(Self { user, domain })
    }
}

/// Whether two names are of one and the same identity.
pub(crate) fn same_identity(a: &str, b: &str) -> bool {
    match (Identity::parse(a), Identity::parse(b)) {
        (Some(a), Some(b)) => a.user == b.user && same_domain(a.domain, b.domain),
        _ => a == b,
    }
}

/// The name of a provider's domain: without user information and port, which an authority may have.
pub(crate) fn host(authority: &str) -> &str {
    let host_and_port = authority
        .rsplit_once('@')
        .map_or(authority, |(_, rest)| rest);
    if host_and_port.starts_with('[') {
        return host_and_port
            .split_inclusive(']')
            .next()
            .unwrap_or_default();
    }
    host_and_port
        .split_once(':')
        .map_or(host_and_port, |(host, _)| host)
}

/// Whether two authorities are the same: the domains as domains, what is around them to the letter.
pub(crate) fn same_authority(a: &str, b: &str) -> bool {
    let around = |text: &str| {
        let host = host(text);
        let start = host.as_ptr().addr() - text.as_ptr().addr();
        (
            text[..start].to_owned(),
            text[start + host.len()..].to_owned(),
        )
    };
    same_domain(host(a), host(b)) && around(a) == around(b)
}

/// "Label equivalence" (RFC 5890 section 2.3.2.4): U-labels are compared by their A-labels, those without regard to case.
pub(crate) fn same_domain(a: &str, b: &str) -> bool {
    is_domain(a)
        && is_domain(b)
        && a.split('.').count() == b.split('.').count()
        && a.split('.')
            .zip(b.split('.'))
            .all(|(a, b)| match (a_label(a), a_label(b)) {
                (Some(a), Some(b)) => a == b,
                _ => false,
            })
}

fn is_domain(text: &str) -> bool {
    const LONGEST: usize = 1024;
    let delimiters = ['@', '/', '\\', '?', '#', '%', ' '];
    text.len() <= LONGEST
        && text.split('.').all(|label| !label.is_empty())
        && !text.contains(delimiters)
        && !text.contains(char::is_control)
}

fn a_label(label: &str) -> Option<String> {
    let label = label.to_ascii_lowercase();
    match label.is_ascii() {
        true => Some(label),
        false => Some(format!("xn--{}", punycode(&label)?)),
    }
}

/// RFC 3492 section 6.3. `None` if a number does not fit, which takes a label longer than any.
fn punycode(label: &str) -> Option<String> {
    const BASE: u32 = 36;
    const T_MIN: u32 = 1;
    const T_MAX: u32 = 26;
    let mut encoded: String = label.chars().filter(char::is_ascii).collect();
    let basic = u32::try_from(encoded.len()).ok()?;
    if basic > 0 {
        encoded.push('-');
    }
    let total = u32::try_from(label.chars().count()).ok()?;
    let (mut code_point, mut delta, mut bias, mut handled) = (128_u32, 0_u32, 72_u32, basic);
    while handled < total {
        let next = label
            .chars()
            .map(u32::from)
            .filter(|c| *c >= code_point)
            .min()?;
        let step = (next - code_point).checked_mul(handled + 1)?;
        delta = delta.checked_add(step)?;
        code_point = next;
        for c in label.chars().map(u32::from) {
            if c < code_point {
                delta = delta.checked_add(1)?;
            }
            if c != code_point {
                continue;
            }
            let mut rest = delta;
            for k in (BASE..).step_by(BASE as usize) {
                let threshold = k.saturating_sub(bias).clamp(T_MIN, T_MAX);
                if rest < threshold {
                    break;
                }
                encoded.push(digit(threshold + (rest - threshold) % (BASE - threshold))?);
                rest = (rest - threshold) / (BASE - threshold);
            }
            encoded.push(digit(rest)?);
            bias = adapt(delta, handled + 1, handled == basic);
            delta = 0;
            handled += 1;
        }
        delta = delta.checked_add(1)?;
        code_point += 1;
    }
    Some(encoded)
}

fn digit(value: u32) -> Option<char> {
    const DIGITS: &[u8; 36] = b"abcdefghijklmnopqrstuvwxyz0123456789";
    DIGITS
        .get(usize::try_from(value).ok()?)
        .copied()
        .map(char::from)
}

/// RFC 3492 section 6.1.
fn adapt(delta: u32, points: u32, first: bool) -> u32 {
    let mut delta = if first { delta / 700 } else { delta / 2 };
    delta += delta / points;
    let mut k = 0;
    while delta > 455 {
        delta /= 35;
        k += 36;
    }
    k + 36 * delta / (delta + 38)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// RFC 3492 section 7.1, and names that are in use.
    #[test]
    fn labels_are_encoded_as_the_rfc_has_it() {
        for (label, encoded) in [
            ("他们为什么不说中文", "ihqwcrb4cv8a8dqg056pqjye"),
            ("pročprostěnemluvíčesky", "proprostnemluvesky-uyb24dma41a"),
            ("3年b組金八先生", "3b-ww4c5e180e575a65lsy2b"),
            ("パフィーdeルンバ", "de-jg4avhby1noc0d"),
            ("そのスピードで", "d9juau41awczczp"),
            ("bücher", "bcher-kva"),
            ("münchen", "mnchen-3ya"),
        ] {
            assert_eq!(punycode(label).as_deref(), Some(encoded), "{label}");
        }
    }

    #[test]
    fn domains_are_compared_label_by_label() {
        assert!(same_domain("Example.ORG", "example.org"));
        assert!(same_domain("bücher.example", "XN--bcher-kva.example"));
        assert!(same_domain("BüCHER.example", "bücher.example"));
        for (a, b) in [
            ("example.org", "example.com"),
            ("example.org", "xexample.org"),
            ("example.org", "evil.example.org"),
            ("example.org", "example.org.evil"),
            ("bücher.example", "bucher.example"),
            ("", ""),
            ("a..b", "a..b"),
            ("a b", "a b"),
        ] {
            assert!(!same_domain(a, b), "{a} {b}");
        }
    }

    #[test]
    fn an_authority_may_have_more_than_a_domain() {
        for (authority, expected) in [
            ("example.org", "example.org"),
            ("example.org:8443", "example.org"),
            ("user:pass@example.org:8443", "example.org"),
            ("[2001:db8::1]:443", "[2001:db8::1]"),
            ("evil.example@example.org", "example.org"),
            ("", ""),
        ] {
            assert_eq!(host(authority), expected);
        }
        assert!(same_authority("EXAMPLE.org:1", "example.ORG:1"));
        assert!(!same_authority("example.org:1", "example.org"));
        assert!(!same_authority("a@example.org", "b@example.org"));
    }

    #[test]
    fn an_identity_has_a_user_and_a_domain() {
        let identity = Identity::parse("user%40133@identity.example.com").unwrap();
        assert_eq!(identity.user, "user%40133");
        assert_eq!(identity.domain, "identity.example.com");
        assert!(Identity::parse("100%25@a").is_some());
        for wrong in [
            "", "alice", "@a.b", "alice@", "a@b@c", "a%41@b", "a%@b", "a@b..c", "a@b c", "a@b/c",
        ] {
            assert_eq!(Identity::parse(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn identities_are_the_same_with_equivalent_domains_alone() {
        assert!(same_identity("bob@Example.org", "bob@example.org"));
        assert!(!same_identity("Bob@example.org", "bob@example.org"));
        assert!(!same_identity("bob@example.com", "bob@example.org"));
        assert!(same_identity("no domain", "no domain"));
        assert!(!same_identity("bob@a", "bob@a\0"));
    }
}
