//! The identity providers that the application brings.

use std::sync::Arc;
use std::time::Duration;

use parking_lot::Mutex;

use super::RTCIdentityProviderOptions;
use super::name::{self, Identity};
use super::request::IdentityRequest;

/// "The user agent SHOULD limit the time that it allows for an IdP to 15 seconds."
pub(crate) const DEFAULT_TIMEOUT: Duration = Duration::from_secs(15);

/// `RTCIdentityProvider`: each call is answered through its request, at once or later.
pub(crate) trait IdentityProvider: Send + Sync {
    fn generate_assertion(
        &self,
        request: &Arc<IdentityRequest>,
        contents: &str,
        origin: &str,
        options: &RTCIdentityProviderOptions,
    );

    fn validate_assertion(&self, request: &Arc<IdentityRequest>, assertion: &str, origin: &str);
}

/// A provider with what it is for.
pub(crate) struct Registration {
    /// `None`: every domain.
    pub(crate) domain: Option<String>,
    /// `None`: every protocol.
    pub(crate) protocol: Option<String>,
    /// Domains other than its own for whose identities it is trusted (RFC 8827 section 8.1).
    pub(crate) trusted_for: Vec<String>,
    pub(crate) timeout: Duration,
    pub(crate) provider: Box<dyn IdentityProvider>,
}

impl Registration {
    fn serves(&self, domain: &str, protocol: &str) -> bool {
        self.domain
            .as_deref()
            .is_none_or(|own| name::same_authority(own, domain))
            && self.protocol.as_deref().is_none_or(|own| own == protocol)
    }

    /// RFC 8827 section 8.1: a provider speaks for its own domain, and for those that policy trusts it with.
    pub(crate) fn may_assert(&self, idp: &str, identity: &Identity<'_>) -> bool {
        name::same_domain(name::host(idp), identity.domain)
            || self
                .trusted_for
                .iter()
                .any(|domain| name::same_domain(domain, identity.domain))
    }
}

/// The providers of a runtime.
#[derive(Default)]
pub(crate) struct IdentityProviders(Mutex<List>);

#[derive(Default)]
struct List {
    last_id: u64,
    entries: Vec<(u64, Arc<Registration>)>,
}

impl IdentityProviders {
    pub(crate) fn register(&self, registration: Registration) -> u64 {
        let mut list = self.0.lock();
        list.last_id += 1;
        let id = list.last_id;
        list.entries.push((id, Arc::new(registration)));
        id
    }

    /// False if there is none of that id.
    pub(crate) fn unregister(&self, id: u64) -> bool {
        let mut list = self.0.lock();
        let place = list.entries.iter().position(|(known, _)| *known == id);
        let removed = place.map(|at| list.entries.remove(at));
        // Dropped after the lock: its owner is told.
        drop(list);
        removed.is_some()
    }

    /// The end of the runtime: providers may hold it.
    pub(crate) fn clear(&self) {
        let entries = std::mem::take(&mut self.0.lock().entries);
        drop(entries);
    }

    /// The most specific one, and of those the newest.
    pub(crate) fn find(&self, domain: &str, protocol: &str) -> Option<Arc<Registration>> {
        let list = self.0.lock();
        list.entries
            .iter()
            .filter(|(_, entry)| entry.serves(domain, protocol))
            .max_by_key(|(id, entry)| (entry.domain.is_some(), entry.protocol.is_some(), *id))
            .map(|(_, entry)| Arc::clone(entry))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Silent;

    impl IdentityProvider for Silent {
        fn generate_assertion(
            &self,
            _: &Arc<IdentityRequest>,
            _: &str,
            _: &str,
            _: &RTCIdentityProviderOptions,
        ) {
        }

        fn validate_assertion(&self, _: &Arc<IdentityRequest>, _: &str, _: &str) {}
    }

    fn registration(domain: Option<&str>, protocol: Option<&str>, seconds: u64) -> Registration {
        Registration {
            domain: domain.map(str::to_owned),
            protocol: protocol.map(str::to_owned),
            trusted_for: vec!["third.example".to_owned()],
            timeout: Duration::from_secs(seconds),
            provider: Box::new(Silent),
        }
    }

    #[test]
    fn the_most_specific_and_newest_is_found() {
        let providers = IdentityProviders::default();
        let found = |domain, protocol| {
            let found = providers.find(domain, protocol);
            found.map(|registration| registration.timeout.as_secs())
        };
        assert_eq!(found("a.b", "default"), None);
        let exact = providers.register(registration(Some("a.b:1"), Some("p"), 1));
        providers.register(registration(Some("a.b:1"), None, 2));
        providers.register(registration(None, Some("p"), 3));
        providers.register(registration(None, None, 4));
        let newer = providers.register(registration(None, None, 5));
        assert_eq!(found("A.b:1", "p"), Some(1));
        assert_eq!(found("a.b:1", "q"), Some(2));
        assert_eq!(found("a.b", "p"), Some(3));
        assert_eq!(found("a.b", "q"), Some(5));
        assert!(providers.unregister(exact) && providers.unregister(newer));
        assert!(!providers.unregister(exact));
        assert_eq!(found("a.b:1", "p"), Some(2));
        assert_eq!(found("a.b", "q"), Some(4));
        providers.clear();
        assert_eq!(found("a.b", "q"), None);
    }

    #[test]
    fn a_provider_speaks_for_its_domain_and_those_it_is_trusted_with() {
        let registration = registration(None, None, 1);
        let may = |idp, identity| {
            registration.may_assert(idp, &Identity::parse(identity).expect("an identity"))
        };
        assert!(may("user@a.b:8443", "alice@a.b"));
        assert!(may("a.b", "alice@third.example"));
        assert!(!may("a.b", "alice@c.d"));
        assert!(!may("a.b", "alice@x.a.b"));
    }
}
