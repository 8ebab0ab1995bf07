//! Attribute types.

/// The type of an attribute. Types without a name here travel as numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct AttributeType(pub(crate) u16);

impl AttributeType {
    pub(crate) const MAPPED_ADDRESS: Self = Self(0x0001);
    pub(crate) const USERNAME: Self = Self(0x0006);
    pub(crate) const MESSAGE_INTEGRITY: Self = Self(0x0008);
    pub(crate) const ERROR_CODE: Self = Self(0x0009);
    pub(crate) const UNKNOWN_ATTRIBUTES: Self = Self(0x000A);
    pub(crate) const REALM: Self = Self(0x0014);
    pub(crate) const NONCE: Self = Self(0x0015);
    pub(crate) const MESSAGE_INTEGRITY_SHA256: Self = Self(0x001C);
    pub(crate) const XOR_MAPPED_ADDRESS: Self = Self(0x0020);
    pub(crate) const PRIORITY: Self = Self(0x0024);
    pub(crate) const USE_CANDIDATE: Self = Self(0x0025);
    pub(crate) const SOFTWARE: Self = Self(0x8022);
    pub(crate) const FINGERPRINT: Self = Self(0x8028);
    pub(crate) const ICE_CONTROLLED: Self = Self(0x8029);
    pub(crate) const ICE_CONTROLLING: Self = Self(0x802A);
    /// Ours, from the unassigned part of the comprehension-optional range that IANA gives to whoever asks: zeros that make a
    /// request longer. RFC 5780's PADDING would be refused by all who do not know it, since its type is comprehension-required.
    pub(crate) const FILLER: Self = Self(0xFDF0);

    /// Whether a receiver that does not know the type must refuse the message.
    pub(crate) fn is_comprehension_required(self) -> bool {
        self.0 < 0x8000
    }

    /// Whether this crate acts on the type, or may pass over it without harm.
    pub(crate) fn is_known(self) -> bool {
        matches!(
            self,
            Self::MAPPED_ADDRESS
                | Self::USERNAME
                | Self::MESSAGE_INTEGRITY
                | Self::ERROR_CODE
                | Self::UNKNOWN_ATTRIBUTES
                | Self::REALM
                | Self::NONCE
                | Self::MESSAGE_INTEGRITY_SHA256
                | Self::XOR_MAPPED_ADDRESS
                | Self::PRIORITY
                | Self::USE_CANDIDATE
        )
    }
}
