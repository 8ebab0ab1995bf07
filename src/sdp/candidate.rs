//! The candidate attribute (RFC 8839 section 5.1), the form in which candidates travel between the layers.

/// `cand-type`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum CandidateType {
    Host,
    Srflx,
    Prflx,
    Relay,
}

/// `transport`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum CandidateProtocol {
    Udp,
    Tcp,
}

/// `tcp-type` (RFC 6544 section 4.5).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum TcpType {
    Active,
    Passive,
    So,
}

/// One candidate as SDP writes it. The address may be a name (mDNS).
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct CandidateAttribute {
    pub(crate) foundation: String,
    pub(crate) component: u16,
    pub(crate) protocol: CandidateProtocol,
    pub(crate) priority: u32,
    pub(crate) address: String,
    pub(crate) port: u16,
    pub(crate) kind: CandidateType,
    pub(crate) related: Option<(String, u16)>,
    pub(crate) tcp_type: Option<TcpType>,
    /// Extension attributes in their order: `generation`, `ufrag`, `network-id`, …
    pub(crate) extensions: Vec<(String, String)>,
}
