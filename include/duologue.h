/* duologue: the W3C RTCPeerConnection as a C library.
 *
 * rtc_ and RTC are what the W3C documents, duologue_ is what is this library's own. An attribute `iceGatheringState` is
 * rtc_peer_connection_ice_gathering_state(), a writable one has a `set_` twin, a handler `onicecandidate` is
 * rtc_peer_connection_set_on_ice_candidate(), a constructor is `..._create()`.
 *
 * Ownership. Handles are counted: `..._ref` and `..._unref`. What a function returns or writes to an output is a new
 * reference, what a callback gets is lent: take a reference to keep it. The same object is the same pointer.
 *
 * Results. A call that can fail returns RTCResult, 0 is success, and writes its outputs only then;
 * duologue_last_error_message() says more, for the same thread. Bad arguments are RTC_RESULT_TYPE_ERROR. A getter that
 * is given NULL returns false, 0 or NULL.
 *
 * Strings are UTF-8. Those that go in are copied before the call returns. Those that come out belong to the object they
 * were asked of and live as long as it does.
 *
 * Dictionaries begin with `struct_size` and are to be initialised with their macro: RTCConfiguration c =
 * RTC_CONFIGURATION_INIT. A pointer to a dictionary may be NULL where JavaScript could leave it out. NULL, DUOLOGUE_NONE and an
 * enumeration's 0 stand for an absent member. Structs grow at their end; those that stand in arrays which the library makes never
 * change their size but have reserved members, so that array[1] is where every compiler looks for it.
 *
 * Promises are `callback` and `userdata`: the callback is called exactly once, later, never inside the call, also when the
 * connection is closed meanwhile (then with an AbortError), unless the call itself returned an error. `error` is NULL on success.
 *
 * Threads. Every function may be called on any thread and from within any callback but the log's; none blocks but those that end
 * in `_wait`, and duologue_runtime_unref() of the last reference. Callbacks run one at a time, on the runtime's own thread or inside
 * duologue_runtime_dispatch(), which somebody has to call while a thread is in a `_wait`. `destroy` is called there too, after the last
 * callback with its `userdata`: once for each call that took it and succeeded, also where the handler is NULL.
 */

#ifndef DUOLOGUE_H
#define DUOLOGUE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** The version of this header. */
#define DUOLOGUE_VERSION "0.1.0"

/** The parts of DUOLOGUE_VERSION. */
#define DUOLOGUE_VERSION_MAJOR 0
#define DUOLOGUE_VERSION_MINOR 1
#define DUOLOGUE_VERSION_PATCH 0

/** The version of this header as a number that grows with it: major * 65536 + minor * 256 + patch. */
#define DUOLOGUE_VERSION_NUMBER \
    (DUOLOGUE_VERSION_MAJOR * 65536 + DUOLOGUE_VERSION_MINOR * 256 + DUOLOGUE_VERSION_PATCH)

/** The length of a string that ends with NUL. */
#define DUOLOGUE_STRLEN ((size_t)-1)

/** The value of a member that is absent or null, where a number would be. */
#define DUOLOGUE_NONE (-1)

/**
 * What a call came to. The numbers never change.
 *
 * `RTC_RESULT_…` are the names of
 * [DOMException](https://webidl.spec.whatwg.org/#idl-DOMException-error-names) and of JavaScript's errors,
 * `DUOLOGUE_RESULT_…` are this library's own. `duologue_last_error_message()` says more.
 */
typedef enum RTCResult {
    /** The call succeeded. */
    RTC_RESULT_OK = 0,
    /** Ended before it was done, because the connection was closed. */
    RTC_RESULT_ABORT_ERROR = 1,
    /** The provided data is inadequate. */
    RTC_RESULT_DATA_ERROR = 2,
    /** An identity provider failed. */
    RTC_RESULT_IDP_ERROR = 3,
    /** Already in use. */
    RTC_RESULT_IN_USE_ATTRIBUTE_ERROR = 4,
    /** The object does not support the operation or argument. */
    RTC_RESULT_INVALID_ACCESS_ERROR = 5,
    /** The text contains invalid characters. */
    RTC_RESULT_INVALID_CHARACTER_ERROR = 6,
    /** The object cannot be modified in this way. */
    RTC_RESULT_INVALID_MODIFICATION_ERROR = 7,
    /** The object is in the wrong state for this, for instance closed. */
    RTC_RESULT_INVALID_STATE_ERROR = 8,
    /** The network failed. */
    RTC_RESULT_NETWORK_ERROR = 9,
    /** Not allowed here. */
    RTC_RESULT_NOT_ALLOWED_ERROR = 10,
    /** What was named does not exist. */
    RTC_RESULT_NOT_FOUND_ERROR = 11,
    /** Could not be read. */
    RTC_RESULT_NOT_READABLE_ERROR = 12,
    /** The operation is not supported. */
    RTC_RESULT_NOT_SUPPORTED_ERROR = 13,
    /** The operation failed, for instance because a send buffer is full. */
    RTC_RESULT_OPERATION_ERROR = 14,
    /** Insecure. */
    RTC_RESULT_SECURITY_ERROR = 15,
    /** A text does not follow its syntax, for instance a URL. */
    RTC_RESULT_SYNTAX_ERROR = 16,
    /** The operation took too long. */
    RTC_RESULT_TIMEOUT_ERROR = 17,
    /** Failed for an unknown reason. */
    RTC_RESULT_UNKNOWN_ERROR = 18,
    /** A number is out of range. */
    RTC_RESULT_RANGE_ERROR = 100,
    /** An argument is not what it should be: NULL, of another type, not UTF-8, not a value of its enumeration. */
    RTC_RESULT_TYPE_ERROR = 101,
    /** The library panicked; that is a bug of the library, and the process goes on. */
    DUOLOGUE_RESULT_PANIC = 200,
    /** The call is not possible on this thread, or not while another thread does the same. */
    DUOLOGUE_RESULT_WRONG_THREAD = 201,
    /** The call is not possible from within itself, and none is from within the log's callback. */
    DUOLOGUE_RESULT_RECURSION = 202,
    /** The process is the child of a fork; the handle belongs to the parent. */
    DUOLOGUE_RESULT_FORKED = 203,
    /** The time given to a `…_wait` function was over first; the operation goes on. */
    DUOLOGUE_RESULT_TIMED_OUT = 204,
} RTCResult;

/** How much is logged. */
typedef enum DuologueLogLevel {
    /** Something failed. */
    DUOLOGUE_LOG_LEVEL_ERROR = 1,
    /** Something is wrong that the application can do something about. */
    DUOLOGUE_LOG_LEVEL_WARN = 2,
    /** What happens at large. */
    DUOLOGUE_LOG_LEVEL_INFO = 3,
    /** What happens, for who looks for a fault. */
    DUOLOGUE_LOG_LEVEL_DEBUG = 4,
    /** Each packet. */
    DUOLOGUE_LOG_LEVEL_TRACE = 5,
} DuologueLogLevel;

/** Where callbacks are made. */
typedef enum DuologueDispatch {
    /** On a thread of the runtime. */
    DUOLOGUE_DISPATCH_THREAD = 1,
    /** Inside `duologue_runtime_dispatch()`, on the thread that calls it. */
    DUOLOGUE_DISPATCH_MANUAL = 2,
} DuologueDispatch;

/**
 * Which candidates a connection uses.
 *
 * <https://w3c.github.io/webrtc-pc/#dom-rtcicetransportpolicy>. 0 is no value.
 */
typedef enum RTCIceTransportPolicy {
    /** `"relay"`: only candidates of TURN servers. */
    RTC_ICE_TRANSPORT_POLICY_RELAY = 1,
    /** `"all"`: all candidates. */
    RTC_ICE_TRANSPORT_POLICY_ALL = 2,
    /**
     * `"public"`, of early drafts: only candidates whose addresses mean something beyond this site, and checks to such
     * addresses alone.
     */
    RTC_ICE_TRANSPORT_POLICY_PUBLIC = 3,
} RTCIceTransportPolicy;

/**
 * How many transports are gathered for, while it is not known whether the peer bundles.
 *
 * <https://w3c.github.io/webrtc-pc/#dom-rtcbundlepolicy>. 0 is no value.
 */
typedef enum RTCBundlePolicy {
    /** `"balanced"`: one for each kind of media. */
    RTC_BUNDLE_POLICY_BALANCED = 1,
    /** `"max-compat"`: one for each m-section. */
    RTC_BUNDLE_POLICY_MAX_COMPAT = 2,
    /** `"max-bundle"`: one. */
    RTC_BUNDLE_POLICY_MAX_BUNDLE = 3,
} RTCBundlePolicy;

/**
 * Whether RTCP shares a transport with RTP.
 *
 * <https://w3c.github.io/webrtc-pc/#dom-rtcrtcpmuxpolicy>. 0 is no value.
 */
typedef enum RTCRtcpMuxPolicy {
    /** `"require"`: it always does; a peer that cannot is refused. */
    RTC_RTCP_MUX_POLICY_REQUIRE = 1,
    /** `"negotiate"`, of early drafts: RTCP has candidates and a transport of its own unless the peer agrees to share. */
    RTC_RTCP_MUX_POLICY_NEGOTIATE = 2,
} RTCRtcpMuxPolicy;

/**
 * Whether the header extensions of RTP must be encrypted (RFC 9335).
 *
 * <https://w3c.github.io/webrtc-extensions/#dom-rtcrtpheaderencryptionpolicy>. 0 is no value.
 */
typedef enum RTCRtpHeaderEncryptionPolicy {
    /** `"negotiate"`: if the peer is able to. */
    RTC_RTP_HEADER_ENCRYPTION_POLICY_NEGOTIATE = 1,
    /** `"require"`: m-sections without it are refused. */
    RTC_RTP_HEADER_ENCRYPTION_POLICY_REQUIRE = 2,
} RTCRtpHeaderEncryptionPolicy;

/**
 * What to do about delay between the peers.
 *
 * <https://w3c.github.io/webrtc-extensions/#dom-rtcconfigurationtargetlatency>. 0 is no value.
 */
typedef enum RTCConfigurationTargetLatency {
    /** `"lowest"`: keep it as low as possible. */
    RTC_CONFIGURATION_TARGET_LATENCY_LOWEST = 1,
    /** `"none"`: pay no attention to it. */
    RTC_CONFIGURATION_TARGET_LATENCY_NONE = 2,
} RTCConfigurationTargetLatency;

/**
 * Where the exchange of descriptions is.
 *
 * <https://w3c.github.io/webrtc-pc/#dom-rtcsignalingstate>. 0 is no value.
 */
typedef enum RTCSignalingState {
    /** `"stable"`: no exchange is going on. */
    RTC_SIGNALING_STATE_STABLE = 1,
    /** `"have-local-offer"`: a local offer was set. */
    RTC_SIGNALING_STATE_HAVE_LOCAL_OFFER = 2,
    /** `"have-remote-offer"`: a remote offer was set. */
    RTC_SIGNALING_STATE_HAVE_REMOTE_OFFER = 3,
    /** `"have-local-pranswer"`: a remote offer and a local provisional answer were set. */
    RTC_SIGNALING_STATE_HAVE_LOCAL_PRANSWER = 4,
    /** `"have-remote-pranswer"`: a local offer and a remote provisional answer were set. */
    RTC_SIGNALING_STATE_HAVE_REMOTE_PRANSWER = 5,
    /** `"closed"`: the connection was closed. */
    RTC_SIGNALING_STATE_CLOSED = 6,
} RTCSignalingState;

/**
 * Where the gathering of a connection's candidates is.
 *
 * <https://w3c.github.io/webrtc-pc/#dom-rtcicegatheringstate>. 0 is no value.
 */
typedef enum RTCIceGatheringState {
    /** `"new"`: no transport gathers yet, or there is none. */
    RTC_ICE_GATHERING_STATE_NEW = 1,
    /** `"gathering"`: a transport gathers. */
    RTC_ICE_GATHERING_STATE_GATHERING = 2,
    /** `"complete"`: all transports have gathered. */
    RTC_ICE_GATHERING_STATE_COMPLETE = 3,
} RTCIceGatheringState;

/**
 * The state of a connection's ICE and DTLS transports taken together.
 *
 * <https://w3c.github.io/webrtc-pc/#dom-rtcpeerconnectionstate>. 0 is no value.
 */
typedef enum RTCPeerConnectionState {
    /** `"closed"`: the connection was closed. */
    RTC_PEER_CONNECTION_STATE_CLOSED = 1,
    /** `"failed"`: a transport failed. */
    RTC_PEER_CONNECTION_STATE_FAILED = 2,
    /** `"disconnected"`: a transport lost its peer, perhaps for a while. */
    RTC_PEER_CONNECTION_STATE_DISCONNECTED = 3,
    /** `"new"`: all transports are new, or there is none. */
    RTC_PEER_CONNECTION_STATE_NEW = 4,
    /** `"connecting"`: a transport is being set up. */
    RTC_PEER_CONNECTION_STATE_CONNECTING = 5,
    /** `"connected"`: all transports are connected. */
    RTC_PEER_CONNECTION_STATE_CONNECTED = 6,
} RTCPeerConnectionState;

/**
 * The state of a connection's ICE transports taken together.
 *
 * <https://w3c.github.io/webrtc-pc/#dom-rtciceconnectionstate>. 0 is no value.
 */
typedef enum RTCIceConnectionState {
    /** `"closed"`: the connection was closed. */
    RTC_ICE_CONNECTION_STATE_CLOSED = 1,
    /** `"failed"`: a transport failed. */
    RTC_ICE_CONNECTION_STATE_FAILED = 2,
    /** `"disconnected"`: a transport lost its peer, perhaps for a while. */
    RTC_ICE_CONNECTION_STATE_DISCONNECTED = 3,
    /** `"new"`: all transports are new, or there is none. */
    RTC_ICE_CONNECTION_STATE_NEW = 4,
    /** `"checking"`: a transport looks for a path. */
    RTC_ICE_CONNECTION_STATE_CHECKING = 5,
    /** `"completed"`: all transports have a path and have stopped looking. */
    RTC_ICE_CONNECTION_STATE_COMPLETED = 6,
    /** `"connected"`: all transports have a path. */
    RTC_ICE_CONNECTION_STATE_CONNECTED = 7,
} RTCIceConnectionState;

/**
 * What a description is.
 *
 * <https://w3c.github.io/webrtc-pc/#dom-rtcsdptype>. 0 is no value.
 */
typedef enum RTCSdpType {
    /** `"offer"`: an offer. */
    RTC_SDP_TYPE_OFFER = 1,
    /** `"pranswer"`: a provisional answer. */
    RTC_SDP_TYPE_PRANSWER = 2,
    /** `"answer"`: a final answer. */
    RTC_SDP_TYPE_ANSWER = 3,
    /** `"rollback"`: not a description: back to the last stable state. */
    RTC_SDP_TYPE_ROLLBACK = 4,
} RTCSdpType;

/**
 * The transport protocol of a candidate.
 *
 * <https://w3c.github.io/webrtc-pc/#dom-rtciceprotocol>. 0 is no value.
 */
typedef enum RTCIceProtocol {
    /** `"udp"`: UDP. */
    RTC_ICE_PROTOCOL_UDP = 1,
    /** `"tcp"`: TCP. */
    RTC_ICE_PROTOCOL_TCP = 2,
} RTCIceProtocol;

/**
 * Who opens the TCP connection of a candidate.
 *
 * <https://w3c.github.io/webrtc-pc/#dom-rtcicetcpcandidatetype>. 0 is no value.
 */
typedef enum RTCIceTcpCandidateType {
    /** `"active"`: it opens connections. */
    RTC_ICE_TCP_CANDIDATE_TYPE_ACTIVE = 1,
    /** `"passive"`: it accepts connections. */
    RTC_ICE_TCP_CANDIDATE_TYPE_PASSIVE = 2,
    /** `"so"`: it opens connections at the same time as its peer. */
    RTC_ICE_TCP_CANDIDATE_TYPE_SO = 3,
} RTCIceTcpCandidateType;

/**
 * Where a candidate comes from.
 *
 * <https://w3c.github.io/webrtc-pc/#dom-rtcicecandidatetype>. 0 is no value.
 */
typedef enum RTCIceCandidateType {
    /** `"host"`: an address of the machine. */
    RTC_ICE_CANDIDATE_TYPE_HOST = 1,
    /** `"srflx"`: the address that a STUN server saw. */
    RTC_ICE_CANDIDATE_TYPE_SRFLX = 2,
    /** `"prflx"`: the address that the peer saw. */
    RTC_ICE_CANDIDATE_TYPE_PRFLX = 3,
    /** `"relay"`: an address of a TURN server. */
    RTC_ICE_CANDIDATE_TYPE_RELAY = 4,
} RTCIceCandidateType;

/**
 * How a TURN server is reached.
 *
 * <https://w3c.github.io/webrtc-pc/#dom-rtciceservertransportprotocol>. 0 is no value.
 */
typedef enum RTCIceServerTransportProtocol {
    /** `"udp"`: by UDP. */
    RTC_ICE_SERVER_TRANSPORT_PROTOCOL_UDP = 1,
    /** `"tcp"`: by TCP. */
    RTC_ICE_SERVER_TRANSPORT_PROTOCOL_TCP = 2,
    /** `"tls"`: by TLS. */
    RTC_ICE_SERVER_TRANSPORT_PROTOCOL_TLS = 3,
} RTCIceServerTransportProtocol;

/**
 * The state of a DTLS transport.
 *
 * <https://w3c.github.io/webrtc-pc/#dom-rtcdtlstransportstate>. 0 is no value.
 */
typedef enum RTCDtlsTransportState {
    /** `"new"`: not started. */
    RTC_DTLS_TRANSPORT_STATE_NEW = 1,
    /** `"connecting"`: the handshake is going on. */
    RTC_DTLS_TRANSPORT_STATE_CONNECTING = 2,
    /** `"connected"`: the handshake is done and the peer's certificate is the one its description announced. */
    RTC_DTLS_TRANSPORT_STATE_CONNECTED = 3,
    /** `"closed"`: closed by either side. */
    RTC_DTLS_TRANSPORT_STATE_CLOSED = 4,
    /** `"failed"`: failed. */
    RTC_DTLS_TRANSPORT_STATE_FAILED = 5,
} RTCDtlsTransportState;

/**
 * Where the gathering of one transport's candidates is.
 *
 * <https://w3c.github.io/webrtc-pc/#dom-rtcicegathererstate>. 0 is no value.
 */
typedef enum RTCIceGathererState {
    /** `"new"`: not started. */
    RTC_ICE_GATHERER_STATE_NEW = 1,
    /** `"gathering"`: going on. */
    RTC_ICE_GATHERER_STATE_GATHERING = 2,
    /** `"complete"`: done. */
    RTC_ICE_GATHERER_STATE_COMPLETE = 3,
} RTCIceGathererState;

/**
 * The state of an ICE transport.
 *
 * <https://w3c.github.io/webrtc-pc/#dom-rtcicetransportstate>. 0 is no value.
 */
typedef enum RTCIceTransportState {
    /** `"closed"`: closed. */
    RTC_ICE_TRANSPORT_STATE_CLOSED = 1,
    /** `"failed"`: no pair of candidates works. */
    RTC_ICE_TRANSPORT_STATE_FAILED = 2,
    /** `"disconnected"`: the peer does not answer, perhaps for a while. */
    RTC_ICE_TRANSPORT_STATE_DISCONNECTED = 3,
    /** `"new"`: gathering, or waiting for remote candidates. */
    RTC_ICE_TRANSPORT_STATE_NEW = 4,
    /** `"checking"`: pairs are being checked. */
    RTC_ICE_TRANSPORT_STATE_CHECKING = 5,
    /** `"completed"`: a pair is in use and nothing is left to check. */
    RTC_ICE_TRANSPORT_STATE_COMPLETED = 6,
    /** `"connected"`: a pair works. */
    RTC_ICE_TRANSPORT_STATE_CONNECTED = 7,
} RTCIceTransportState;

/**
 * Which side decides on the pair to use.
 *
 * <https://w3c.github.io/webrtc-pc/#dom-rtcicerole>. 0 is no value.
 */
typedef enum RTCIceRole {
    /** `"unknown"`: not known yet. */
    RTC_ICE_ROLE_UNKNOWN = 1,
    /** `"controlling"`: this side. */
    RTC_ICE_ROLE_CONTROLLING = 2,
    /** `"controlled"`: the peer. */
    RTC_ICE_ROLE_CONTROLLED = 3,
} RTCIceRole;

/**
 * What a transport or candidate is for.
 *
 * <https://w3c.github.io/webrtc-pc/#dom-rtcicecomponent>. 0 is no value.
 */
typedef enum RTCIceComponent {
    /** `"rtp"`: RTP, RTCP that shares its transport, and data. */
    RTC_ICE_COMPONENT_RTP = 1,
    /** `"rtcp"`: RTCP. */
    RTC_ICE_COMPONENT_RTCP = 2,
} RTCIceComponent;

/**
 * The state of an SCTP transport.
 *
 * <https://w3c.github.io/webrtc-pc/#dom-rtcsctptransportstate>. 0 is no value.
 */
typedef enum RTCSctpTransportState {
    /** `"connecting"`: the association is being set up. */
    RTC_SCTP_TRANSPORT_STATE_CONNECTING = 1,
    /** `"connected"`: the association is there. */
    RTC_SCTP_TRANSPORT_STATE_CONNECTED = 2,
    /** `"closed"`: it ended. */
    RTC_SCTP_TRANSPORT_STATE_CLOSED = 3,
} RTCSctpTransportState;

/**
 * The state of a data channel.
 *
 * <https://w3c.github.io/webrtc-pc/#dom-rtcdatachannelstate>. 0 is no value.
 */
typedef enum RTCDataChannelState {
    /** `"connecting"`: not yet open. */
    RTC_DATA_CHANNEL_STATE_CONNECTING = 1,
    /** `"open"`: messages can be sent. */
    RTC_DATA_CHANNEL_STATE_OPEN = 2,
    /** `"closing"`: the closing procedure goes on. */
    RTC_DATA_CHANNEL_STATE_CLOSING = 3,
    /** `"closed"`: closed, or never opened. */
    RTC_DATA_CHANNEL_STATE_CLOSED = 4,
} RTCDataChannelState;

/**
 * What kind of error an `RTCError` is.
 *
 * <https://w3c.github.io/webrtc-pc/#dom-rtcerrordetailtype>, and for identity providers
 * <https://w3c.github.io/webrtc-identity/#dom-rtcerrordetailtypeidp>. 0 is no value.
 */
typedef enum RTCErrorDetailType {
    /** `"data-channel-failure"`: a data channel failed. */
    RTC_ERROR_DETAIL_TYPE_DATA_CHANNEL_FAILURE = 1,
    /** `"dtls-failure"`: DTLS failed; the alerts say how. */
    RTC_ERROR_DETAIL_TYPE_DTLS_FAILURE = 2,
    /** `"fingerprint-failure"`: the peer's certificate is not the one that its description announced. */
    RTC_ERROR_DETAIL_TYPE_FINGERPRINT_FAILURE = 3,
    /** `"sctp-failure"`: SCTP failed; the cause code says how. */
    RTC_ERROR_DETAIL_TYPE_SCTP_FAILURE = 4,
    /** `"sdp-syntax-error"`: a description is not valid; the line number says where. */
    RTC_ERROR_DETAIL_TYPE_SDP_SYNTAX_ERROR = 5,
    /** `"hardware-encoder-not-available"`: the encoder is not available. */
    RTC_ERROR_DETAIL_TYPE_HARDWARE_ENCODER_NOT_AVAILABLE = 6,
    /** `"hardware-encoder-error"`: the encoder failed. */
    RTC_ERROR_DETAIL_TYPE_HARDWARE_ENCODER_ERROR = 7,
    /** `"idp-bad-script-failure"`: the identity provider does not have the functions that it should. */
    RTC_ERROR_DETAIL_TYPE_IDP_BAD_SCRIPT_FAILURE = 8,
    /** `"idp-execution-failure"`: the identity provider failed. */
    RTC_ERROR_DETAIL_TYPE_IDP_EXECUTION_FAILURE = 9,
    /** `"idp-load-failure"`: there is no such identity provider. */
    RTC_ERROR_DETAIL_TYPE_IDP_LOAD_FAILURE = 10,
    /** `"idp-need-login"`: the user has to log in at the identity provider. */
    RTC_ERROR_DETAIL_TYPE_IDP_NEED_LOGIN = 11,
    /** `"idp-timeout"`: the identity provider did not answer in time. */
    RTC_ERROR_DETAIL_TYPE_IDP_TIMEOUT = 12,
    /** `"idp-tls-failure"`: the certificate of the identity provider's server is not trusted. */
    RTC_ERROR_DETAIL_TYPE_IDP_TLS_FAILURE = 13,
    /** `"idp-token-expired"`: the assertion has expired. */
    RTC_ERROR_DETAIL_TYPE_IDP_TOKEN_EXPIRED = 14,
    /** `"idp-token-invalid"`: the assertion is not valid, or not one for this description. */
    RTC_ERROR_DETAIL_TYPE_IDP_TOKEN_INVALID = 15,
} RTCErrorDetailType;

/**
 * What binary messages become in a browser. Here they are bytes, whatever the value.
 *
 * <https://websockets.spec.whatwg.org/#binarytype>. 0 is no value.
 */
typedef enum RTCBinaryType {
    /** `"blob"`: a `Blob`. */
    RTC_BINARY_TYPE_BLOB = 1,
    /** `"arraybuffer"`: an `ArrayBuffer`. */
    RTC_BINARY_TYPE_ARRAYBUFFER = 2,
} RTCBinaryType;

/**
 * The state of a track.
 *
 * <https://w3c.github.io/mediacapture-main/#dom-mediastreamtrackstate>. 0 is no value.
 */
typedef enum RTCMediaStreamTrackState {
    /** `"live"`: its source can give media. */
    RTC_MEDIA_STREAM_TRACK_STATE_LIVE = 1,
    /** `"ended"`: it gets no media any more, for good. */
    RTC_MEDIA_STREAM_TRACK_STATE_ENDED = 2,
} RTCMediaStreamTrackState;

/**
 * What a transceiver is to do, or does.
 *
 * <https://w3c.github.io/webrtc-pc/#dom-rtcrtptransceiverdirection>. 0 is no value.
 */
typedef enum RTCRtpTransceiverDirection {
    /** `"sendrecv"`: it sends and receives. */
    RTC_RTP_TRANSCEIVER_DIRECTION_SENDRECV = 1,
    /** `"sendonly"`: it sends. */
    RTC_RTP_TRANSCEIVER_DIRECTION_SENDONLY = 2,
    /** `"recvonly"`: it receives. */
    RTC_RTP_TRANSCEIVER_DIRECTION_RECVONLY = 3,
    /** `"inactive"`: it does neither. */
    RTC_RTP_TRANSCEIVER_DIRECTION_INACTIVE = 4,
    /** `"stopped"`: it never will again. */
    RTC_RTP_TRANSCEIVER_DIRECTION_STOPPED = 5,
} RTCRtpTransceiverDirection;

/**
 * How an encoding counts when there is not enough for all, or how its packets are marked.
 *
 * <https://w3c.github.io/webrtc-priority/#dom-rtcprioritytype>. 0 is no value.
 */
typedef enum RTCPriorityType {
    /** `"very-low"`: below normal. */
    RTC_PRIORITY_TYPE_VERY_LOW = 1,
    /** `"low"`: normal. */
    RTC_PRIORITY_TYPE_LOW = 2,
    /** `"medium"`: above normal. */
    RTC_PRIORITY_TYPE_MEDIUM = 3,
    /** `"high"`: far above normal. */
    RTC_PRIORITY_TYPE_HIGH = 4,
} RTCPriorityType;

/**
 * What a stats object is about, and so which dictionary it is.
 *
 * <https://w3c.github.io/webrtc-stats/#dom-rtcstatstype>. 0 is no value.
 */
typedef enum RTCStatsType {
    /** `"codec"`: a codec that is in use, an `RTCCodecStats`. */
    RTC_STATS_TYPE_CODEC = 1,
    /** `"inbound-rtp"`: a stream that is received; there is none yet. */
    RTC_STATS_TYPE_INBOUND_RTP = 2,
    /** `"outbound-rtp"`: a stream that is sent, an `RTCOutboundRtpStreamStats`. */
    RTC_STATS_TYPE_OUTBOUND_RTP = 3,
    /** `"remote-inbound-rtp"`: what the peer says of a stream that it receives; there is none yet. */
    RTC_STATS_TYPE_REMOTE_INBOUND_RTP = 4,
    /** `"remote-outbound-rtp"`: what the peer says of a stream that it sends; there is none yet. */
    RTC_STATS_TYPE_REMOTE_OUTBOUND_RTP = 5,
    /**
     * `"media-source"`: a track that a sender has, an `RTCAudioSourceStats` or an `RTCVideoSourceStats` by its `kind`, which both have
     * at the same place.
     */
    RTC_STATS_TYPE_MEDIA_SOURCE = 6,
    /** `"media-playout"`: a device that plays audio; this library has none. */
    RTC_STATS_TYPE_MEDIA_PLAYOUT = 7,
    /** `"peer-connection"`: the connection, an `RTCPeerConnectionStats`. */
    RTC_STATS_TYPE_PEER_CONNECTION = 8,
    /** `"data-channel"`: a data channel, an `RTCDataChannelStats`. */
    RTC_STATS_TYPE_DATA_CHANNEL = 9,
    /** `"transport"`: a DTLS transport and the ICE transport below it, an `RTCTransportStats`. */
    RTC_STATS_TYPE_TRANSPORT = 10,
    /** `"candidate-pair"`: a pair of candidates, an `RTCIceCandidatePairStats`. */
    RTC_STATS_TYPE_CANDIDATE_PAIR = 11,
    /** `"local-candidate"`: a candidate of ours, an `RTCIceCandidateStats`. */
    RTC_STATS_TYPE_LOCAL_CANDIDATE = 12,
    /** `"remote-candidate"`: a candidate of the peer, an `RTCIceCandidateStats`. */
    RTC_STATS_TYPE_REMOTE_CANDIDATE = 13,
    /** `"certificate"`: a certificate of ours or of the peer, an `RTCCertificateStats`. */
    RTC_STATS_TYPE_CERTIFICATE = 14,
} RTCStatsType;

/**
 * Which side of the DTLS handshake we are.
 *
 * <https://w3c.github.io/webrtc-stats/#dom-rtcdtlsrole>. 0 is no value.
 */
typedef enum RTCDtlsRole {
    /** `"client"`: we begin it. */
    RTC_DTLS_ROLE_CLIENT = 1,
    /** `"server"`: the peer begins it. */
    RTC_DTLS_ROLE_SERVER = 2,
    /** `"unknown"`: it is not agreed yet. */
    RTC_DTLS_ROLE_UNKNOWN = 3,
} RTCDtlsRole;

/**
 * How far the checks of a pair of candidates are.
 *
 * <https://w3c.github.io/webrtc-stats/#dom-rtcstatsicecandidatepairstate>. 0 is no value.
 */
typedef enum RTCStatsIceCandidatePairState {
    /** `"frozen"`: it waits for the check of another pair. */
    RTC_STATS_ICE_CANDIDATE_PAIR_STATE_FROZEN = 1,
    /** `"waiting"`: its check is to be sent. */
    RTC_STATS_ICE_CANDIDATE_PAIR_STATE_WAITING = 2,
    /** `"in-progress"`: its check was sent. */
    RTC_STATS_ICE_CANDIDATE_PAIR_STATE_IN_PROGRESS = 3,
    /** `"failed"`: there was no answer, or not the right one. */
    RTC_STATS_ICE_CANDIDATE_PAIR_STATE_FAILED = 4,
    /** `"succeeded"`: it works. */
    RTC_STATS_ICE_CANDIDATE_PAIR_STATE_SUCCEEDED = 5,
} RTCStatsIceCandidatePairState;

/**
 * What keeps an encoder from doing better.
 *
 * <https://w3c.github.io/webrtc-stats/#dom-rtcqualitylimitationreason>. 0 is no value.
 */
typedef enum RTCQualityLimitationReason {
    /** `"none"`: nothing. */
    RTC_QUALITY_LIMITATION_REASON_NONE = 1,
    /** `"cpu"`: the machine. */
    RTC_QUALITY_LIMITATION_REASON_CPU = 2,
    /** `"bandwidth"`: the network. */
    RTC_QUALITY_LIMITATION_REASON_BANDWIDTH = 3,
    /** `"other"`: something else. */
    RTC_QUALITY_LIMITATION_REASON_OTHER = 4,
} RTCQualityLimitationReason;

/**
 * What an identity provider was asked. It is to be answered once, from any thread, by one of
 * `duologue_identity_request_resolve_assertion`, `duologue_identity_request_resolve_validation` and `duologue_identity_request_reject`.
 * When its last reference is given up without an answer, the provider has failed with `"idp-execution-failure"`.
 */
typedef struct DuologueIdentityRequest DuologueIdentityRequest;

/**
 * The threads, sockets and callbacks of any number of connections. Runtimes are independent of each other; most programs need
 * none of their own: where one is expected, NULL stands for one that all share.
 */
typedef struct DuologueRuntime DuologueRuntime;

/**
 * A certificate with its private key. It never changes.
 *
 * <https://w3c.github.io/webrtc-pc/#rtccertificate-interface>
 */
typedef struct RTCCertificate RTCCertificate;

/**
 * What sends the tones of a telephone's keys.
 *
 * <https://w3c.github.io/webrtc-pc/#rtcdtmfsender>
 */
typedef struct RTCDTMFSender RTCDTMFSender;

/**
 * A channel for messages.
 *
 * <https://w3c.github.io/webrtc-pc/#rtcdatachannel>
 */
typedef struct RTCDataChannel RTCDataChannel;

/**
 * The encryption of a path to the peer.
 *
 * <https://w3c.github.io/webrtc-pc/#rtcdtlstransport-interface>
 */
typedef struct RTCDtlsTransport RTCDtlsTransport;

/**
 * An object that events are fired at, by `RTC_EVENT_TARGET(object)`: an RTCPeerConnection, RTCDataChannel, RTCSctpTransport,
 * RTCDtlsTransport, RTCIceTransport, RTCRtpReceiver, RTCDTMFSender, RTCMediaStream or RTCMediaStreamTrack.
 *
 * <https://dom.spec.whatwg.org/#interface-eventtarget>
 */
typedef struct RTCEventTarget RTCEventTarget;

/**
 * A candidate. It never changes.
 *
 * <https://w3c.github.io/webrtc-pc/#rtcicecandidate-interface>
 */
typedef struct RTCIceCandidate RTCIceCandidate;

/**
 * A pair of candidates. It never changes.
 *
 * <https://w3c.github.io/webrtc-pc/#rtcicecandidatepair>
 */
typedef struct RTCIceCandidatePair RTCIceCandidatePair;

/**
 * The path to the peer.
 *
 * <https://w3c.github.io/webrtc-pc/#rtcicetransport>
 */
typedef struct RTCIceTransport RTCIceTransport;

/**
 * Who the peer is, and which identity provider says so.
 *
 * <https://w3c.github.io/webrtc-identity/#rtcidentityassertion-interface>
 */
typedef struct RTCIdentityAssertion RTCIdentityAssertion;

/**
 * A set of tracks that belong together. A stream outlives the connections that it is used by.
 *
 * <https://w3c.github.io/mediacapture-main/#mediastream>
 */
typedef struct RTCMediaStream RTCMediaStream;

/**
 * What feeds a sender, or what a receiver feeds: media of one kind from one source. The source of a track that the application
 * made is the application; the source of a receiver's track is the peer. Clones of a track share its source. A track outlives the
 * connections that it is used by.
 *
 * <https://w3c.github.io/mediacapture-main/#mediastreamtrack>
 */
typedef struct RTCMediaStreamTrack RTCMediaStreamTrack;

/**
 * A connection to a peer. It is closed when its last reference is given up.
 *
 * <https://w3c.github.io/webrtc-pc/#rtcpeerconnection-interface>
 */
typedef struct RTCPeerConnection RTCPeerConnection;

/**
 * What receives a track. Its connection keeps it.
 *
 * <https://w3c.github.io/webrtc-pc/#rtcrtpreceiver-interface>
 */
typedef struct RTCRtpReceiver RTCRtpReceiver;

/**
 * What sends a track. Its connection keeps it, even when the track was removed.
 *
 * <https://w3c.github.io/webrtc-pc/#rtcrtpsender-interface>
 */
typedef struct RTCRtpSender RTCRtpSender;

/**
 * A sender and a receiver that share an m-section. Its connection keeps it until it is stopped and negotiated away.
 *
 * <https://w3c.github.io/webrtc-pc/#rtcrtptransceiver-interface>
 */
typedef struct RTCRtpTransceiver RTCRtpTransceiver;

/**
 * What carries the data channels of a connection.
 *
 * <https://w3c.github.io/webrtc-pc/#rtcsctptransport-interface>
 */
typedef struct RTCSctpTransport RTCSctpTransport;

/**
 * A description. It never changes.
 *
 * <https://w3c.github.io/webrtc-pc/#rtcsessiondescription-class>
 */
typedef struct RTCSessionDescription RTCSessionDescription;

/**
 * The stats objects of a connection, a sender or a receiver at some moment, by their ids. It never changes, and outlives the connection
 * and the runtime.
 *
 * <https://w3c.github.io/webrtc-pc/#rtcstatsreport-object>
 */
typedef struct RTCStatsReport RTCStatsReport;

/**
 * Takes a line of the log, on any thread of the library or of the application, several at once. The library may be amid anything: it
 * cannot be called from here; what is, answers `DUOLOGUE_RESULT_RECURSION`, but for `duologue_log_level_to_string` and its like.
 *
 * - `message`: lent.
 */
typedef void (*DuologueLogCallback)(DuologueLogLevel level, const char *message, void *userdata);

/** Tells that a registration is over: no call with this `userdata` is going on or follows. */
typedef void (*DuologueDestroyCallback)(void *userdata);

/** What a runtime is to be like. Initialise it with `DUOLOGUE_RUNTIME_OPTIONS_INIT`. */
typedef struct DuologueRuntimeOptions {
    /** The size of this struct. */
    size_t struct_size;
    /** Where callbacks are made; `DUOLOGUE_DISPATCH_THREAD` by default. */
    DuologueDispatch dispatch;
    /** The number of threads that the connections are spread over, 1 to 64; 1 by default. */
    uint32_t threads;
} DuologueRuntimeOptions;

/**
 * An event. The events with more members begin with this one.
 *
 * <https://dom.spec.whatwg.org/#interface-event>
 */
typedef struct RTCEvent {
    /** The name of the event: `"icecandidate"`. */
    const char *type;
    /** The object at which the event is fired, lent. */
    RTCEventTarget *target;
} RTCEvent;

/** Takes an event. The event and all it points to are lent: they are valid until the function returns. */
typedef void (*RTCEventHandler)(const RTCEvent *event, void *userdata);

/**
 * A STUN or TURN server. Initialise it with `RTC_ICE_SERVER_INIT`.
 *
 * It stands in arrays, so its size never changes: members to come take the place of the reserved ones.
 *
 * <https://w3c.github.io/webrtc-pc/#dom-rtciceserver>
 */
typedef struct RTCIceServer {
    /** The size of this struct. */
    size_t struct_size;
    /** The URLs of the server: `"stun:stun.example.org"`, `"turn:turn.example.org?transport=tcp"`. */
    const char *const *urls;
    /** The number of URLs. */
    size_t urls_length;
    /** The user name for TURN; NULL, the default: absent. */
    const char *username;
    /** The password for TURN; NULL, the default: absent. */
    const char *credential;
    /** Leave them 0. */
    uint64_t reserved[2];
} RTCIceServer;

/**
 * How a connection is to be. Initialise it with `RTC_CONFIGURATION_INIT`.
 *
 * <https://w3c.github.io/webrtc-pc/#dom-rtcconfiguration>
 */
typedef struct RTCConfiguration {
    /** The size of this struct. */
    size_t struct_size;
    /** The STUN and TURN servers; none by default. */
    const RTCIceServer *ice_servers;
    /** The number of servers. */
    size_t ice_servers_length;
    /** The certificates of the connection; by default it makes one. */
    RTCCertificate *const *certificates;
    /** The number of certificates. */
    size_t certificates_length;
    /** Which candidates are used; `RTC_ICE_TRANSPORT_POLICY_ALL` by default. */
    RTCIceTransportPolicy ice_transport_policy;
    /** How many transports are gathered for; `RTC_BUNDLE_POLICY_BALANCED` by default. */
    RTCBundlePolicy bundle_policy;
    /** Whether RTCP shares a transport with RTP; `RTC_RTCP_MUX_POLICY_REQUIRE` by default. */
    RTCRtcpMuxPolicy rtcp_mux_policy;
    /** For how many transports candidates are gathered ahead; 0 by default. */
    uint8_t ice_candidate_pool_size;
    /**
     * Whether data channels are negotiated although there is none yet; false by default.
     *
     * <https://w3c.github.io/webrtc-extensions/#dom-rtcconfiguration-alwaysnegotiatedatachannels>
     */
    bool always_negotiate_data_channels;
    /** Whether loopback addresses are used although there are others; false by default. */
    bool duologue_include_loopback;
    /** Leave it 0. */
    uint8_t reserved;
    /** The only local address to use, like `"192.0.2.1"`; NULL, the default: all. */
    const char *duologue_bind_address;
    /** The names of the network interfaces to use; by default all. */
    const char *const *duologue_interfaces;
    /** The number of interfaces. */
    size_t duologue_interfaces_length;
    /** The largest message that the peer is told it may send and that is sent, in bytes; 262144 by default. */
    uint64_t duologue_max_message_size;
    /** How many bytes may wait to be sent on one data channel; 16777216 by default. */
    uint64_t duologue_max_buffered_amount;
    /** The first UDP port to use; 0, the default: any. */
    uint16_t duologue_port_range_begin;
    /** The last UDP port to use; 0, the default: any. */
    uint16_t duologue_port_range_end;
    /** Leave it 0. */
    uint32_t reserved2;
    /**
     * Whether RTP header extensions must be encrypted; `RTC_RTP_HEADER_ENCRYPTION_POLICY_NEGOTIATE` by default.
     *
     * <https://w3c.github.io/webrtc-extensions/#dom-rtcconfiguration-rtpheaderencryptionpolicy>
     */
    RTCRtpHeaderEncryptionPolicy rtp_header_encryption_policy;
    /**
     * What to do about delay; `RTC_CONFIGURATION_TARGET_LATENCY_LOWEST` by default. A hint, which is kept.
     *
     * <https://w3c.github.io/webrtc-extensions/#dom-rtcconfiguration-targetlatency>
     */
    RTCConfigurationTargetLatency target_latency;
    /**
     * Who the peer must be, like `"bob@example.org"`: a description without a valid assertion of this identity is refused. NULL, the
     * default: anybody.
     *
     * <https://w3c.github.io/webrtc-identity/#dom-rtcconfiguration-peeridentity>
     */
    const char *peer_identity;
    /** The origin that identity providers are told, like `"https://app.example.org"`; NULL, the default, stands for `"null"`. */
    const char *duologue_origin;
} RTCConfiguration;

/**
 * What a data channel is to be like. Initialise it with `RTC_DATA_CHANNEL_INIT_INIT`.
 *
 * <https://w3c.github.io/webrtc-pc/#dom-rtcdatachannelinit>
 */
typedef struct RTCDataChannelInit {
    /** The size of this struct. */
    size_t struct_size;
    /** The name of the application's protocol; `""` by default. */
    const char *protocol;
    /** The length of the protocol's name in bytes; `DUOLOGUE_STRLEN` by default. */
    size_t protocol_length;
    /** For how many milliseconds a message is sent again; `DUOLOGUE_NONE`, the default: without limit. */
    int32_t max_packet_life_time;
    /** How many times a message is sent again; `DUOLOGUE_NONE`, the default: without limit. */
    int32_t max_retransmits;
    /** The number of the channel; `DUOLOGUE_NONE`, the default: the library chooses. Required with `negotiated`, else not heeded. */
    int32_t id;
    /** Whether messages arrive in order; true by default. */
    bool ordered;
    /** Whether the peer makes the same channel by itself; false by default. */
    bool negotiated;
    /** Leave it 0. */
    uint16_t reserved;
    /**
     * How the channel counts among others; `RTC_PRIORITY_TYPE_LOW` by default. The peer is told.
     *
     * <https://w3c.github.io/webrtc-priority/#dom-rtcdatachannelinit-priority>
     */
    RTCPriorityType priority;
    /** Leave it 0. */
    uint32_t reserved2;
} RTCDataChannelInit;

/**
 * A local candidate was found.
 *
 * <https://w3c.github.io/webrtc-pc/#rtcpeerconnectioniceevent>
 */
typedef struct RTCPeerConnectionIceEvent {
    /** The members of every event. */
    RTCEvent base;
    /** The candidate, lent; NULL: gathering is complete. */
    RTCIceCandidate *candidate;
    /** The URL of the server that the candidate came from, lent; nullable. */
    const char *url;
} RTCPeerConnectionIceEvent;

/** Takes an event of the type `icecandidate`, lent. */
typedef void (*RTCPeerConnectionIceEventHandler)(const RTCPeerConnectionIceEvent *event,
                                                 void *userdata);

/**
 * A server did not give a candidate.
 *
 * <https://w3c.github.io/webrtc-pc/#rtcpeerconnectioniceerrorevent>
 */
typedef struct RTCPeerConnectionIceErrorEvent {
    /** The members of every event. */
    RTCEvent base;
    /** The local address from which the server was asked, lent; nullable. */
    const char *address;
    /** The URL of the server, lent. */
    const char *url;
    /** What the server or this library has to say about it, lent. */
    const char *error_text;
    /** The local port from which the server was asked, or `DUOLOGUE_NONE`. */
    int32_t port;
    /** The STUN error code; 701 if the server was not reached. */
    uint16_t error_code;
} RTCPeerConnectionIceErrorEvent;

/** Takes an event of the type `icecandidateerror`, lent. */
typedef void (*RTCPeerConnectionIceErrorEventHandler)(const RTCPeerConnectionIceErrorEvent *event,
                                                      void *userdata);

/**
 * The peer opened a data channel.
 *
 * <https://w3c.github.io/webrtc-pc/#rtcdatachannelevent>
 */
typedef struct RTCDataChannelEvent {
    /** The members of every event. */
    RTCEvent base;
    /** The channel, lent. */
    RTCDataChannel *channel;
} RTCDataChannelEvent;

/** Takes an event of the type `datachannel`, lent. */
typedef void (*RTCDataChannelEventHandler)(const RTCDataChannelEvent *event, void *userdata);

/**
 * How an offer is to be. Initialise it with `RTC_OFFER_OPTIONS_INIT`.
 *
 * <https://w3c.github.io/webrtc-pc/#dom-rtcofferoptions>
 */
typedef struct RTCOfferOptions {
    /** The size of this struct. */
    size_t struct_size;
    /** Whether the offer restarts ICE; false by default. */
    bool ice_restart;
    /** Leave them 0. */
    uint8_t reserved[7];
    /**
     * Whether there is to be a transceiver that receives audio: 0 or 1; `DUOLOGUE_NONE`, the default: as there is.
     *
     * <https://w3c.github.io/webrtc-pc/#dom-rtcofferoptions-offertoreceiveaudio>
     */
    int32_t offer_to_receive_audio;
    /**
     * Whether there is to be a transceiver that receives video: 0 or 1; `DUOLOGUE_NONE`, the default: as there is.
     *
     * <https://w3c.github.io/webrtc-pc/#dom-rtcofferoptions-offertoreceivevideo>
     */
    int32_t offer_to_receive_video;
} RTCOfferOptions;

/**
 * Why something failed later: the name and message of a DOMException, and what an RTCError adds.
 *
 * <https://w3c.github.io/webrtc-pc/#rtcerror-interface>
 */
typedef struct RTCError {
    /** The name of the error as a result code. */
    RTCResult result;
    /** What kind of RTCError it is; 0: it is a plain DOMException. */
    RTCErrorDetailType error_detail;
    /** The name of the error, lent: `"InvalidStateError"`. */
    const char *name;
    /** What was wrong, for humans, lent. */
    const char *message;
    /** The line of the description that is wrong, from 1, or `DUOLOGUE_NONE`. */
    int32_t sdp_line_number;
    /** The SCTP cause code, or `DUOLOGUE_NONE`. */
    int32_t sctp_cause_code;
    /** The DTLS alert that came, or `DUOLOGUE_NONE`. */
    int32_t received_alert;
    /** The DTLS alert that was sent, or `DUOLOGUE_NONE`. */
    int32_t sent_alert;
    /**
     * What the server of the identity provider answered, or `DUOLOGUE_NONE`.
     *
     * <https://w3c.github.io/webrtc-identity/#dom-rtcerror-httprequeststatuscode>
     */
    int32_t http_request_status_code;
} RTCError;

/**
 * A description as a dictionary. Initialise it with `RTC_SESSION_DESCRIPTION_INIT_INIT`.
 *
 * <https://w3c.github.io/webrtc-pc/#dom-rtcsessiondescriptioninit>
 */
typedef struct RTCSessionDescriptionInit {
    /** The size of this struct. */
    size_t struct_size;
    /** What it is; required. */
    RTCSdpType type;
    /** Leave it 0. */
    uint32_t reserved;
    /** The SDP; `""` by default. */
    const char *sdp;
} RTCSessionDescriptionInit;

/**
 * Settles the promise of a description. Called exactly once, after the call that it was given to has returned.
 *
 * - `error`: NULL on success, else why not; lent.
 * - `description`: lent; NULL if there is an error.
 */
typedef void (*DuologueDescriptionCallback)(const RTCError *error,
                                            const RTCSessionDescriptionInit *description,
                                            void *userdata);

/**
 * How an answer is to be. Initialise it with `RTC_ANSWER_OPTIONS_INIT`. There is nothing to choose.
 *
 * <https://w3c.github.io/webrtc-pc/#dom-rtcansweroptions>
 */
typedef struct RTCAnswerOptions {
    /** The size of this struct. */
    size_t struct_size;
} RTCAnswerOptions;

/**
 * A description to be set locally: the same struct, but its type may be 0, for what the signaling state asks for, and its SDP
 * empty, for that of the last offer or answer made, or of a new one.
 *
 * <https://w3c.github.io/webrtc-pc/#dom-rtclocalsessiondescriptioninit>
 */
typedef struct RTCSessionDescriptionInit RTCLocalSessionDescriptionInit;

/**
 * Settles a promise without a value. Called exactly once, after the call that it was given to has returned.
 *
 * - `error`: NULL on success, else why not; lent.
 */
typedef void (*DuologuePromiseCallback)(const RTCError *error, void *userdata);

/**
 * A candidate as a dictionary. Initialise it with `RTC_ICE_CANDIDATE_INIT_INIT`.
 *
 * <https://w3c.github.io/webrtc-pc/#dom-rtcicecandidateinit>
 */
typedef struct RTCIceCandidateInit {
    /** The size of this struct. */
    size_t struct_size;
    /** The candidate attribute, `"candidate:1 1 udp ..."`; `""`, the default, is the end of candidates. */
    const char *candidate;
    /** The identification of the m-section that it belongs to; NULL, the default, is null. */
    const char *sdp_mid;
    /** The ICE username fragment of its generation; NULL, the default, is null. */
    const char *username_fragment;
    /** The URL of the server that it came from; NULL, the default, is null. Only `rtc_ice_candidate_create` heeds it. */
    const char *url;
    /** The index of the m-section that it belongs to; `DUOLOGUE_NONE`, the default, is null. */
    int32_t sdp_m_line_index;
    /** How the TURN server is reached; 0, the default, is null. Only `rtc_ice_candidate_create` heeds it. */
    RTCIceServerTransportProtocol relay_protocol;
} RTCIceCandidateInit;

/**
 * How a certificate is to be made. Initialise it with `RTC_ALGORITHM_IDENTIFIER_INIT`, which asks for ECDSA with P-256.
 *
 * <https://w3c.github.io/webrtc-pc/#dom-rtcpeerconnection-generatecertificate>
 */
typedef struct RTCAlgorithmIdentifier {
    /** The size of this struct. */
    size_t struct_size;
    /** `"ECDSA"`, the default, or `"RSASSA-PKCS1-v1_5"`. */
    const char *name;
    /** For ECDSA: `"P-256"`, the default. */
    const char *named_curve;
    /** For RSASSA-PKCS1-v1_5: `"SHA-256"`, the default. */
    const char *hash;
    /** After how many milliseconds it expires; `DUOLOGUE_NONE`, the default: after 30 days. */
    int64_t expires;
    /** For RSASSA-PKCS1-v1_5: the bits of the modulus; 2048 by default. */
    uint32_t modulus_length;
    /** For RSASSA-PKCS1-v1_5: 65537, the default. */
    uint32_t public_exponent;
} RTCAlgorithmIdentifier;

/**
 * Settles the promise of a certificate. Called exactly once, after the call that it was given to has returned.
 *
 * - `error`: NULL on success, else why not; lent.
 * - `certificate`: lent; NULL if there is an error.
 */
typedef void (*DuologueCertificateCallback)(const RTCError *error,
                                            RTCCertificate *certificate,
                                            void *userdata);

/**
 * Gets the description that a legacy call made.
 *
 * <https://w3c.github.io/webrtc-pc/#dom-rtcsessiondescriptioncallback>
 *
 * - `description`: lent.
 */
typedef void (*RTCSessionDescriptionCallback)(const RTCSessionDescriptionInit *description,
                                              void *userdata);

/**
 * Is told why a legacy call failed.
 *
 * <https://w3c.github.io/webrtc-pc/#dom-rtcpeerconnectionerrorcallback>
 *
 * - `error`: lent.
 */
typedef void (*RTCPeerConnectionErrorCallback)(const RTCError *error, void *userdata);

/** Is told that a legacy call succeeded: HTML's VoidFunction. */
typedef void (*DuologueVoidFunction)(void *userdata);

/**
 * A codec. Initialise it with `RTC_RTP_CODEC_INIT`.
 *
 * It stands in arrays, so its size never changes: members to come take the place of the reserved ones.
 *
 * <https://w3c.github.io/webrtc-pc/#dom-rtcrtpcodec>
 */
typedef struct RTCRtpCodec {
    /** The size of this struct. */
    size_t struct_size;
    /** `"audio/opus"`, `"video/VP8"`; required. */
    const char *mime_type;
    /** What `a=fmtp` says of it, like `"minptime=10;useinbandfec=1"`; NULL, the default: absent. */
    const char *sdp_fmtp_line;
    /** In hertz; required. */
    uint32_t clock_rate;
    /** The number of channels; `DUOLOGUE_NONE`, the default: absent, as it is for video. */
    int32_t channels;
    /** Of RTCRtpCodecParameters alone: the payload type. Elsewhere `DUOLOGUE_NONE`, the default, and not looked at. */
    int32_t payload_type;
    /** Leave it 0. */
    uint32_t reserved;
    /** Leave them 0. */
    uint64_t reserved2[2];
} RTCRtpCodec;

/**
 * The largest picture of an encoding, whichever way round. Initialise it with `RTC_RESOLUTION_RESTRICTION_INIT`.
 *
 * <https://w3c.github.io/webrtc-extensions/#dom-rtcresolutionrestriction>
 */
typedef struct RTCResolutionRestriction {
    /** The size of this struct. */
    size_t struct_size;
    /** In pixels; `DUOLOGUE_NONE`, the default: absent. */
    int64_t max_width;
    /** In pixels; `DUOLOGUE_NONE`, the default: absent. */
    int64_t max_height;
} RTCResolutionRestriction;

/**
 * How one version of a track is sent. Initialise it with `RTC_RTP_ENCODING_PARAMETERS_INIT`.
 *
 * It stands in arrays, so its size never changes: members to come take the place of the reserved ones.
 *
 * <https://w3c.github.io/webrtc-pc/#dom-rtcrtpencodingparameters>
 */
typedef struct RTCRtpEncodingParameters {
    /** The size of this struct. */
    size_t struct_size;
    /** The name of the version, if there are several; NULL, the default: absent. */
    const char *rid;
    /** The codec to send with; NULL, the default: the first one that was negotiated. */
    const RTCRtpCodec *codec;
    /**
     * The largest picture, for video; NULL, the default: absent. With it `scale_resolution_down_by` is not looked at.
     *
     * <https://w3c.github.io/webrtc-extensions/#dom-rtcrtpencodingparameters-scaleresolutiondownto>
     */
    const RTCResolutionRestriction *scale_resolution_down_to;
    /**
     * The layers to send, for video, like `"L1T2"`; NULL, the default: absent.
     *
     * <https://w3c.github.io/webrtc-svc/#dom-rtcrtpencodingparameters-scalabilitymode>
     */
    const char *scalability_mode;
    /** In bits per second; `DUOLOGUE_NONE`, the default: absent. */
    int64_t max_bitrate;
    /** In frames per second, for video; `DUOLOGUE_NONE`, the default: absent. */
    double max_framerate;
    /** By what width and height are divided, for video, 1 at least; `DUOLOGUE_NONE`, the default: absent. */
    double scale_resolution_down_by;
    /**
     * The preferred duration of a packet in milliseconds, for audio; `DUOLOGUE_NONE`, the default: absent.
     *
     * <https://w3c.github.io/webrtc-extensions/#dom-rtcrtpencodingparameters-ptime>
     */
    int64_t ptime;
    /**
     * How it counts when there is not enough for all; `RTC_PRIORITY_TYPE_LOW` by default.
     *
     * <https://w3c.github.io/webrtc-priority/#dom-rtcrtpencodingparameters-priority>
     */
    RTCPriorityType priority;
    /**
     * How its packets are marked (DSCP); 0, the default: absent, as `priority`.
     *
     * <https://w3c.github.io/webrtc-priority/#dom-rtcrtpencodingparameters-networkpriority>
     */
    RTCPriorityType network_priority;
    /** Whether it is sent; true by default. */
    bool active;
    /**
     * Whether the duration of packets may change, for audio; false by default.
     *
     * <https://w3c.github.io/webrtc-extensions/#dom-rtcrtpencodingparameters-adaptiveptime>
     */
    bool adaptive_ptime;
    /** Leave them 0. */
    uint8_t reserved[6];
    /** Leave them 0. */
    uint64_t reserved2[4];
} RTCRtpEncodingParameters;

/**
 * How a transceiver is to be. Initialise it with `RTC_RTP_TRANSCEIVER_INIT_INIT`.
 *
 * <https://w3c.github.io/webrtc-pc/#dom-rtcrtptransceiverinit>
 */
typedef struct RTCRtpTransceiverInit {
    /** The size of this struct. */
    size_t struct_size;
    /** What it is to do; `RTC_RTP_TRANSCEIVER_DIRECTION_SENDRECV` by default. */
    RTCRtpTransceiverDirection direction;
    /** Leave it 0. */
    uint32_t reserved;
    /** The streams to which the peer is to add the track; none by default. */
    RTCMediaStream *const *streams;
    /** The number of streams. */
    size_t streams_length;
    /** The versions of the track to send; none, the default, stands for one. */
    const RTCRtpEncodingParameters *send_encodings;
    /** The number of encodings. */
    size_t send_encodings_length;
} RTCRtpTransceiverInit;

/**
 * The peer sends a track.
 *
 * <https://w3c.github.io/webrtc-pc/#rtctrackevent>
 */
typedef struct RTCTrackEvent {
    /** The members of every event. */
    RTCEvent base;
    /** What receives it, lent. */
    RTCRtpReceiver *receiver;
    /** The track, lent. */
    RTCMediaStreamTrack *track;
    /** The streams that it belongs to, lent; NULL if there are none. */
    RTCMediaStream *const *streams;
    /** The number of streams. */
    size_t streams_length;
    /** The transceiver of the receiver, lent. */
    RTCRtpTransceiver *transceiver;
} RTCTrackEvent;

/** Takes an event of the type `track`, lent. */
typedef void (*RTCTrackEventHandler)(const RTCTrackEvent *event, void *userdata);

/**
 * The peer added or removed a stream.
 *
 * <https://developer.mozilla.org/docs/Web/API/MediaStreamEvent>
 */
typedef struct RTCMediaStreamEvent {
    /** The members of every event. */
    RTCEvent base;
    /** The stream, lent. */
    RTCMediaStream *stream;
} RTCMediaStreamEvent;

/** Takes an event of the type `addstream` or `removestream`, lent. */
typedef void (*RTCMediaStreamEventHandler)(const RTCMediaStreamEvent *event, void *userdata);

/**
 * Stats objects were deleted.
 *
 * <https://www.w3.org/TR/2018/CR-webrtc-20180927/#rtcstatsevent>
 */
typedef struct RTCStatsEvent {
    /** The members of every event. */
    RTCEvent base;
    /** What they said last, lent. What they refer to and goes on to exist is not in it. */
    RTCStatsReport *report;
} RTCStatsEvent;

/** Takes an event of the type `statsended`, lent. */
typedef void (*RTCStatsEventHandler)(const RTCStatsEvent *event, void *userdata);

/**
 * A header extension that could be used. Initialise it with `RTC_RTP_HEADER_EXTENSION_CAPABILITY_INIT`.
 *
 * It stands in arrays, so its size never changes: members to come take the place of the reserved ones.
 *
 * <https://w3c.github.io/webrtc-pc/#dom-rtcrtpheaderextensioncapability>
 */
typedef struct RTCRtpHeaderExtensionCapability {
    /** The size of this struct. */
    size_t struct_size;
    /** What it is: `"urn:ietf:params:rtp-hdrext:sdes:mid"`; required. */
    const char *uri;
    /**
     * Whether it is offered, and for which direction; `RTC_RTP_TRANSCEIVER_DIRECTION_STOPPED`: not offered; required.
     *
     * <https://w3c.github.io/webrtc-extensions/#dom-rtcrtpheaderextensioncapability-direction>
     */
    RTCRtpTransceiverDirection direction;
    /** Leave it 0. */
    uint32_t reserved;
    /** Leave it 0. */
    uint64_t reserved2;
} RTCRtpHeaderExtensionCapability;

/**
 * What can be sent or received. The library fills it. Its lists may be put in another order in place, for
 * `rtc_rtp_transceiver_set_codec_preferences`.
 *
 * <https://w3c.github.io/webrtc-pc/#dom-rtcrtpcapabilities>
 */
typedef struct RTCRtpCapabilities {
    /** The codecs, the preferred first, and among them those for retransmission and correction. */
    RTCRtpCodec *codecs;
    /** The number of codecs. */
    size_t codecs_length;
    /** The header extensions. */
    RTCRtpHeaderExtensionCapability *header_extensions;
    /** The number of header extensions. */
    size_t header_extensions_length;
} RTCRtpCapabilities;

/**
 * A header extension that is in use. The library fills it.
 *
 * It stands in arrays, so its size never changes: members to come take the place of the reserved ones.
 *
 * <https://w3c.github.io/webrtc-pc/#dom-rtcrtpheaderextensionparameters>
 */
typedef struct RTCRtpHeaderExtensionParameters {
    /** The size of this struct. */
    size_t struct_size;
    /** What it is: `"urn:ietf:params:rtp-hdrext:sdes:mid"`. */
    const char *uri;
    /** The number that stands for it in packets. */
    uint16_t id;
    /** Whether it is encrypted; false by default. */
    bool encrypted;
    /** Leave them 0. */
    uint8_t reserved[5];
    /** Leave it 0. */
    uint64_t reserved2;
} RTCRtpHeaderExtensionParameters;

/**
 * What parameters say of RTCP. Its size never changes.
 *
 * <https://w3c.github.io/webrtc-pc/#dom-rtcrtcpparameters>
 */
typedef struct RTCRtcpParameters {
    /** The canonical name; NULL: absent. */
    const char *cname;
    /** Whether RTCP may be of reduced size (RFC 5506). */
    bool reduced_size;
    /** Leave them 0. */
    uint8_t reserved[7];
    /** Leave it 0. */
    uint64_t reserved2;
} RTCRtcpParameters;

/**
 * A codec with its payload type: the same struct, so that a codec of `getParameters` can be given where any codec can.
 *
 * <https://w3c.github.io/webrtc-pc/#dom-rtcrtpcodecparameters>
 */
typedef struct RTCRtpCodec RTCRtpCodecParameters;

/**
 * How a track is sent. `rtc_rtp_sender_get_parameters` makes it; the encodings may be changed in place, but not added, removed or
 * moved; all else stays as it is. A string or a codec that is put into it has to stay until `rtc_rtp_sender_set_parameters` returned.
 *
 * <https://w3c.github.io/webrtc-pc/#dom-rtcrtpsendparameters>
 */
typedef struct RTCRtpSendParameters {
    /** The size of this struct. */
    size_t struct_size;
    /** Names what was got: nothing else can be set. */
    const char *transaction_id;
    /** The versions of the track that are sent. */
    RTCRtpEncodingParameters *encodings;
    /** The number of encodings. */
    size_t encodings_length;
    /** The header extensions that were negotiated. */
    RTCRtpHeaderExtensionParameters *header_extensions;
    /** The number of header extensions. */
    size_t header_extensions_length;
    /** What is said of RTCP. */
    RTCRtcpParameters rtcp;
    /** The codecs that were negotiated. */
    RTCRtpCodecParameters *codecs;
    /** The number of codecs. */
    size_t codecs_length;
} RTCRtpSendParameters;

/**
 * What to do with an encoding. Initialise it with `RTC_ENCODING_OPTIONS_INIT`.
 *
 * <https://w3c.github.io/webrtc-extensions/#dom-rtcencodingoptions>
 */
typedef struct RTCEncodingOptions {
    /** The size of this struct. */
    size_t struct_size;
    /** Whether a key frame is to be sent; false by default. */
    bool key_frame;
    /** Leave them 0. */
    uint8_t reserved[7];
} RTCEncodingOptions;

/**
 * What goes beside `setParameters`. Initialise it with `RTC_SET_PARAMETER_OPTIONS_INIT`.
 *
 * <https://w3c.github.io/webrtc-pc/#dom-rtcsetparameteroptions>
 */
typedef struct RTCSetParameterOptions {
    /** The size of this struct. */
    size_t struct_size;
    /**
     * What to do with each encoding: none, the default, or as many as there are encodings.
     *
     * <https://w3c.github.io/webrtc-extensions/#dom-rtcsetparameteroptions-encodingoptions>
     */
    const RTCEncodingOptions *encoding_options;
    /** The number of options. */
    size_t encoding_options_length;
} RTCSetParameterOptions;

/**
 * How a track is received. The library fills it.
 *
 * <https://w3c.github.io/webrtc-pc/#dom-rtcrtpparameters>
 */
typedef struct RTCRtpParameters {
    /** The header extensions that were negotiated. */
    RTCRtpHeaderExtensionParameters *header_extensions;
    /** The number of header extensions. */
    size_t header_extensions_length;
    /** What is said of RTCP. */
    RTCRtcpParameters rtcp;
    /** The codecs that were negotiated. */
    RTCRtpCodecParameters *codecs;
    /** The number of codecs. */
    size_t codecs_length;
} RTCRtpParameters;

/**
 * How a track is received: nothing but the parameters that senders have as well.
 *
 * <https://w3c.github.io/webrtc-pc/#dom-rtcrtpreceiveparameters>
 */
typedef struct RTCRtpParameters RTCRtpReceiveParameters;

/**
 * A source that contributed to what was received in the last ten seconds. The library fills it.
 *
 * It stands in arrays, so its size never changes: members to come take the place of the reserved ones.
 *
 * <https://w3c.github.io/webrtc-pc/#dom-rtcrtpcontributingsource>
 */
typedef struct RTCRtpContributingSource {
    /** When its media was last delivered, in milliseconds since 1970. */
    double timestamp;
    /** How loud it was, from 0 to 1, for audio; `DUOLOGUE_NONE`: absent. */
    double audio_level;
    /**
     * When the media was captured, in milliseconds since 1970 by the clock of the sender; `DUOLOGUE_NONE`: absent.
     *
     * <https://w3c.github.io/webrtc-extensions/#dom-rtcrtpcontributingsource-capturetimestamp>
     */
    double capture_timestamp;
    /**
     * By how many milliseconds the capturer's clock is ahead of the sender's; NULL: absent.
     *
     * <https://w3c.github.io/webrtc-extensions/#dom-rtcrtpcontributingsource-sendercapturetimeoffset>
     */
    const double *sender_capture_time_offset;
    /** The CSRC or SSRC. */
    uint32_t source;
    /** The timestamp of the last packet. */
    uint32_t rtp_timestamp;
    /** 0. */
    uint64_t reserved[2];
} RTCRtpContributingSource;

/**
 * The source that sent what was received: the same struct.
 *
 * <https://w3c.github.io/webrtc-pc/#dom-rtcrtpsynchronizationsource>
 */
typedef struct RTCRtpContributingSource RTCRtpSynchronizationSource;

/**
 * A tone begins.
 *
 * <https://w3c.github.io/webrtc-pc/#rtcdtmftonechangeevent>
 */
typedef struct RTCDTMFToneChangeEvent {
    /** The members of every event. */
    RTCEvent base;
    /** The tone, lent; `""`: all have been sent. */
    const char *tone;
} RTCDTMFToneChangeEvent;

/** Takes an event of the type `tonechange`, lent. */
typedef void (*RTCDTMFToneChangeEventHandler)(const RTCDTMFToneChangeEvent *event,
                                              void *userdata);

/**
 * What `rtc_ice_candidate_create` takes: the same struct, with `url` and `relay_protocol`.
 *
 * <https://w3c.github.io/webrtc-pc/#dom-rtclocalicecandidateinit>
 */
typedef struct RTCIceCandidateInit RTCLocalIceCandidateInit;

/**
 * A certificate's fingerprint. The library fills it.
 *
 * <https://w3c.github.io/webrtc-pc/#dom-rtcdtlsfingerprint>
 */
typedef struct RTCDtlsFingerprint {
    /** The hash algorithm: `"sha-256"`. */
    const char *algorithm;
    /** The hash: `"AB:CD:..."`. */
    const char *value;
} RTCDtlsFingerprint;

/**
 * Something failed.
 *
 * <https://w3c.github.io/webrtc-pc/#rtcerrorevent>
 */
typedef struct RTCErrorEvent {
    /** The members of every event. */
    RTCEvent base;
    /** What failed, lent. */
    const RTCError *error;
} RTCErrorEvent;

/** Takes an event of the type `error`, lent. */
typedef void (*RTCErrorEventHandler)(const RTCErrorEvent *event, void *userdata);

/**
 * A message came in.
 *
 * <https://html.spec.whatwg.org/multipage/comms.html#messageevent>
 */
typedef struct RTCMessageEvent {
    /** The members of every event. */
    RTCEvent base;
    /** The message if it is a text, ended by NUL after `data_length` bytes, lent; NULL if it is binary. */
    const char *text;
    /** The bytes of the message, text or not, lent; never NULL. */
    const uint8_t *data;
    /** The number of bytes. */
    size_t data_length;
} RTCMessageEvent;

/** Takes an event of the type `message`, lent. */
typedef void (*RTCMessageEventHandler)(const RTCMessageEvent *event, void *userdata);

/**
 * A track was added to a stream or removed from it.
 *
 * <https://w3c.github.io/mediacapture-main/#mediastreamtrackevent>
 */
typedef struct RTCMediaStreamTrackEvent {
    /** The members of every event. */
    RTCEvent base;
    /** The track, lent. */
    RTCMediaStreamTrack *track;
} RTCMediaStreamTrackEvent;

/** Takes an event of the type `addtrack` or `removetrack`, lent. */
typedef void (*RTCMediaStreamTrackEventHandler)(const RTCMediaStreamTrackEvent *event,
                                                void *userdata);

/** An `ArrayBuffer` that the library hands out. */
typedef struct RTCArrayBuffer {
    /** The bytes. */
    const uint8_t *data;
    /** Their number. */
    size_t length;
} RTCArrayBuffer;

/**
 * What one side's checks are authenticated by. The library fills it.
 *
 * <https://w3c.github.io/webrtc-pc/#dom-rtciceparameters>
 */
typedef struct RTCIceParameters {
    /** The username fragment. */
    const char *username_fragment;
    /** The password. */
    const char *password;
} RTCIceParameters;

/**
 * How an identity provider is to be used. Initialise it with `RTC_IDENTITY_PROVIDER_OPTIONS_INIT`.
 *
 * <https://w3c.github.io/webrtc-identity/#dom-rtcidentityprovideroptions>
 */
typedef struct RTCIdentityProviderOptions {
    /** The size of this struct. */
    size_t struct_size;
    /** The protocol of the provider, without `/` and `\`; `"default"` by default. */
    const char *protocol;
    /** Whose identity is to be asserted, as a hint for the provider; NULL, the default: absent. */
    const char *username_hint;
    /** Who the peer is to be, for providers that bind an assertion to both; NULL, the default: that of the configuration. */
    const char *peer_identity;
} RTCIdentityProviderOptions;

/**
 * Asks an identity provider for an assertion of the user's identity.
 *
 * <https://w3c.github.io/webrtc-identity/#dom-generateassertioncallback>
 *
 * - `request`: lent; the way to answer, at once or, with a reference of your own, later and from any thread.
 * - `contents`: what the assertion is to cover, lent; an opaque text that validating the assertion must give back as it is.
 * - `origin`: the origin of the application, lent: `duologue_origin` of its configuration.
 * - `options`: what `rtc_peer_connection_set_identity_provider` was given, lent, never NULL.
 * - `userdata`: that of `duologue_identity_provider_register`.
 */
typedef void (*RTCGenerateAssertionCallback)(DuologueIdentityRequest *request,
                                             const char *contents,
                                             const char *origin,
                                             const RTCIdentityProviderOptions *options,
                                             void *userdata);

/**
 * Asks an identity provider whether an assertion is valid, and whose it is.
 *
 * <https://w3c.github.io/webrtc-identity/#dom-validateassertioncallback>
 *
 * - `request`: lent; the way to answer, at once or, with a reference of your own, later and from any thread.
 * - `assertion`: the assertion that a provider of this domain and protocol made, lent; it comes from the peer.
 * - `origin`: the origin of the application, lent: `duologue_origin` of its configuration.
 * - `userdata`: that of `duologue_identity_provider_register`.
 */
typedef void (*RTCValidateAssertionCallback)(DuologueIdentityRequest *request,
                                             const char *assertion,
                                             const char *origin,
                                             void *userdata);

/**
 * An identity provider: what a browser loads from the provider's domain. Initialise it with `RTC_IDENTITY_PROVIDER_INIT`.
 *
 * <https://w3c.github.io/webrtc-identity/#dom-rtcidentityprovider>
 */
typedef struct RTCIdentityProvider {
    /** The size of this struct. */
    size_t struct_size;
    /** Makes assertions; required. */
    RTCGenerateAssertionCallback generate_assertion;
    /** Validates assertions; required. */
    RTCValidateAssertionCallback validate_assertion;
    /** Domains other than its own whose identities the provider may assert; none by default. See RFC 8827 section 8.1. */
    const char *const *duologue_trusted_domains;
    /** The number of these domains. */
    size_t duologue_trusted_domains_length;
    /** How many milliseconds an answer may take; 15000 by default, 0 stands for that too. */
    uint32_t duologue_timeout_ms;
    /** Leave it 0. */
    uint32_t reserved;
} RTCIdentityProvider;

/**
 * The identity provider that can validate an assertion. Initialise it with `RTC_IDENTITY_PROVIDER_DETAILS_INIT`.
 *
 * <https://w3c.github.io/webrtc-identity/#dom-rtcidentityproviderdetails>
 */
typedef struct RTCIdentityProviderDetails {
    /** The size of this struct. */
    size_t struct_size;
    /** The domain of the provider; required. */
    const char *domain;
    /** The protocol of the provider, without `/` and `\`; `"default"` by default. */
    const char *protocol;
} RTCIdentityProviderDetails;

/**
 * An assertion that was made. Initialise it with `RTC_IDENTITY_ASSERTION_RESULT_INIT`.
 *
 * <https://w3c.github.io/webrtc-identity/#dom-rtcidentityassertionresult>
 */
typedef struct RTCIdentityAssertionResult {
    /** The size of this struct. */
    size_t struct_size;
    /** The provider that can validate the assertion, which may be another one; required. */
    const RTCIdentityProviderDetails *idp;
    /** The assertion, of which only that provider knows the meaning; required. */
    const char *assertion;
} RTCIdentityAssertionResult;

/**
 * An assertion that was found valid. Initialise it with `RTC_IDENTITY_VALIDATION_RESULT_INIT`.
 *
 * <https://w3c.github.io/webrtc-identity/#dom-rtcidentityvalidationresult>
 */
typedef struct RTCIdentityValidationResult {
    /** The size of this struct. */
    size_t struct_size;
    /** Whose it is: `"alice@idp.example.org"`; required. In the part before `@` an `@` is `%40` and a `%` is `%25`. */
    const char *identity;
    /** The contents that the assertion was made for, as they were given; required. */
    const char *contents;
} RTCIdentityValidationResult;

/**
 * Why an identity provider failed. Initialise it with `DUOLOGUE_IDENTITY_FAILURE_INIT`.
 *
 * <https://w3c.github.io/webrtc-identity/#sec.idp-error-handling>
 */
typedef struct DuologueIdentityFailure {
    /** The size of this struct. */
    size_t struct_size;
    /** One of the `RTC_ERROR_DETAIL_TYPE_IDP_…`; `RTC_ERROR_DETAIL_TYPE_IDP_EXECUTION_FAILURE` by default. */
    RTCErrorDetailType error_detail;
    /** The HTTP status that the provider's server answered with; `DUOLOGUE_NONE` by default. */
    int32_t http_request_status_code;
    /** What was wrong, for humans; nullable. */
    const char *message;
    /** Where the user can log in; nullable. It becomes `rtc_peer_connection_idp_login_url`. */
    const char *idp_login_url;
    /** What else the provider has to say; nullable. It becomes `rtc_peer_connection_idp_error_info`. */
    const char *idp_error_info;
} DuologueIdentityFailure;

/**
 * Settles the promise of an assertion of our own. Called exactly once, after the call that it was given to has returned.
 *
 * - `error`: NULL on success, else why not; lent.
 * - `assertion`: base64 of JSON, as `a=identity` has it; lent; NULL if there is an error.
 */
typedef void (*DuologueIdentityAssertionCallback)(const RTCError *error,
                                                  const char *assertion,
                                                  void *userdata);

/**
 * Settles the promise of the peer's identity. Called exactly once, after the call that it was given to has returned.
 *
 * - `error`: NULL on success, else why not; lent.
 * - `identity`: lent; NULL if there is an error.
 */
typedef void (*DuologuePeerIdentityCallback)(const RTCError *error,
                                             RTCIdentityAssertion *identity,
                                             void *userdata);

/**
 * An assertion of our own identity was made.
 *
 * <https://developer.mozilla.org/en-US/docs/Web/API/RTCPeerConnection/identityresult_event>
 */
typedef struct RTCIdentityEvent {
    /** The members of every event. */
    RTCEvent base;
    /** The assertion as `a=identity` has it, base64 of JSON, lent. */
    const char *assertion;
} RTCIdentityEvent;

/** Takes an event of the type `identityresult`, lent. */
typedef void (*RTCIdentityEventHandler)(const RTCIdentityEvent *event, void *userdata);

/**
 * An identity provider did not make an assertion, or an assertion of the peer is not valid.
 *
 * <https://developer.mozilla.org/en-US/docs/Web/API/RTCIdentityErrorEvent>
 */
typedef struct RTCIdentityErrorEvent {
    /** The members of every event. */
    RTCEvent base;
    /** The domain of the identity provider, lent; empty if the assertion does not name one. */
    const char *idp;
    /** The protocol of the identity provider, lent; empty if the assertion does not name one. */
    const char *protocol;
    /** Where the user can log in, lent; nullable. */
    const char *login_url;
} RTCIdentityErrorEvent;

/** Takes an event of the type `idpassertionerror` or `idpvalidationerror`, lent. */
typedef void (*RTCIdentityErrorEventHandler)(const RTCIdentityErrorEvent *event,
                                             void *userdata);

/**
 * Settles the promise of statistics. Called exactly once, after the call that it was given to has returned.
 *
 * - `error`: NULL on success, else why not; lent.
 * - `report`: lent; NULL if there is an error.
 */
typedef void (*DuologueStatsCallback)(const RTCError *error,
                                      RTCStatsReport *report,
                                      void *userdata);

/**
 * A stats object: what each of them begins with. `type` says which dictionary it is, to which a pointer to it may be cast. A number
 * that is not known is `DUOLOGUE_NONE`, not 0. All of it belongs to the report and lives as long. A program that may meet an older library than the one that it was compiled with
 * looks at `struct_size` before it reads members that were appended since.
 *
 * <https://w3c.github.io/webrtc-pc/#dom-rtcstats>
 */
typedef struct RTCStats {
    /** The size of the dictionary that this is the beginning of. */
    size_t struct_size;
    /** Which dictionary it is. */
    RTCStatsType type;
    /** The id of this object: the same in each report on what it is about. */
    const char *id;
    /** When it was looked at, in milliseconds since 1970. */
    double timestamp;
} RTCStats;

/**
 * A certificate of ours or of the peer.
 *
 * <https://w3c.github.io/webrtc-stats/#dom-rtccertificatestats>
 */
typedef struct RTCCertificateStats {
    /** The size of this struct. */
    size_t struct_size;
    /** `RTC_STATS_TYPE_CERTIFICATE`. */
    RTCStatsType type;
    /** The id of this object. */
    const char *id;
    /** When it was looked at, in milliseconds since 1970. */
    double timestamp;
    /** The fingerprint: `"AB:CD:..."`. */
    const char *fingerprint;
    /** The hash function of the fingerprint: `"sha-256"`. */
    const char *fingerprint_algorithm;
    /** The certificate, DER in base64. */
    const char *base64_certificate;
    /** The `RTCCertificateStats` of the next certificate of the chain; NULL: there is none. */
    const char *issuer_certificate_id;
} RTCCertificateStats;

/**
 * A codec that streams are sent with, once for each transport and payload type.
 *
 * <https://w3c.github.io/webrtc-stats/#dom-rtccodecstats>
 */
typedef struct RTCCodecStats {
    /** The size of this struct. */
    size_t struct_size;
    /** `RTC_STATS_TYPE_CODEC`. */
    RTCStatsType type;
    /** The id of this object. */
    const char *id;
    /** When it was looked at, in milliseconds since 1970. */
    double timestamp;
    /** The payload type. */
    uint32_t payload_type;
    /** The `RTCTransportStats` of the transport that it is used on. */
    const char *transport_id;
    /** The media type: `"video/VP8"`. */
    const char *mime_type;
    /** In hertz; `DUOLOGUE_NONE`: absent. */
    int64_t clock_rate;
    /** The number of channels, for audio; `DUOLOGUE_NONE`: absent. */
    int64_t channels;
    /** The parameters of `a=fmtp`; NULL: absent. */
    const char *sdp_fmtp_line;
} RTCCodecStats;

/**
 * A track of audio that a sender has.
 *
 * <https://w3c.github.io/webrtc-stats/#dom-rtcaudiosourcestats>
 */
typedef struct RTCAudioSourceStats {
    /** The size of this struct. */
    size_t struct_size;
    /** `RTC_STATS_TYPE_MEDIA_SOURCE`. */
    RTCStatsType type;
    /** The id of this object. */
    const char *id;
    /** When it was looked at, in milliseconds since 1970. */
    double timestamp;
    /** The id of the track. */
    const char *track_identifier;
    /** `"audio"`. */
    const char *kind;
    /** How loud it is, from 0 to 1; `DUOLOGUE_NONE`: absent. */
    double audio_level;
    /** The sum of the samples' energy; `DUOLOGUE_NONE`: absent. */
    double total_audio_energy;
    /** The duration of the samples in seconds; `DUOLOGUE_NONE`: absent. */
    double total_samples_duration;
    /** In decibels; NULL: absent. */
    const double *echo_return_loss;
    /** In decibels; NULL: absent. */
    const double *echo_return_loss_enhancement;
} RTCAudioSourceStats;

/**
 * A data channel. One that is closed stays, until 256 others were closed after it or the names of those have more than 64 KiB.
 *
 * <https://w3c.github.io/webrtc-stats/#dom-rtcdatachannelstats>
 */
typedef struct RTCDataChannelStats {
    /** The size of this struct. */
    size_t struct_size;
    /** `RTC_STATS_TYPE_DATA_CHANNEL`. */
    RTCStatsType type;
    /** The id of this object. */
    const char *id;
    /** When it was looked at, in milliseconds since 1970. */
    double timestamp;
    /** The label, with U+FFFD for each U+0000. */
    const char *label;
    /** The subprotocol, with U+FFFD for each U+0000. */
    const char *protocol;
    /** The channel's own id; `DUOLOGUE_NONE`: it has none yet. */
    int64_t data_channel_identifier;
    /** The state. */
    RTCDataChannelState state;
    /** The messages that were sent. */
    int64_t messages_sent;
    /** The bytes of the messages that were sent. */
    int64_t bytes_sent;
    /** The messages that were received. */
    int64_t messages_received;
    /** The bytes of the messages that were received. */
    int64_t bytes_received;
} RTCDataChannelStats;

/**
 * A pair of candidates. With an ICE restart all but the pair in use go, and that one when another takes its place.
 *
 * <https://w3c.github.io/webrtc-stats/#dom-rtcicecandidatepairstats>
 */
typedef struct RTCIceCandidatePairStats {
    /** The size of this struct. */
    size_t struct_size;
    /** `RTC_STATS_TYPE_CANDIDATE_PAIR`. */
    RTCStatsType type;
    /** The id of this object. */
    const char *id;
    /** When it was looked at, in milliseconds since 1970. */
    double timestamp;
    /** The `RTCTransportStats` of its transport. */
    const char *transport_id;
    /** The `RTCIceCandidateStats` of our candidate. */
    const char *local_candidate_id;
    /** The `RTCIceCandidateStats` of the peer's candidate. */
    const char *remote_candidate_id;
    /** How far its checks are. */
    RTCStatsIceCandidatePairState state;
    /** Whether it was chosen to be used. */
    bool nominated;
    /** The datagrams that were sent, but for those of ICE. */
    int64_t packets_sent;
    /** The datagrams that were received, but for those of ICE. */
    int64_t packets_received;
    /** The bytes in them, without the headers of IP and UDP. */
    int64_t bytes_sent;
    /** The bytes in them, without the headers of IP and UDP. */
    int64_t bytes_received;
    /** When the last of them was sent, in milliseconds since 1970; `DUOLOGUE_NONE`: none was. */
    double last_packet_sent_timestamp;
    /** When the last of them was received, in milliseconds since 1970; `DUOLOGUE_NONE`: none was. */
    double last_packet_received_timestamp;
    /** The sum of all round-trip times that were measured, in seconds. */
    double total_round_trip_time;
    /** The round-trip time that was measured last, in seconds; `DUOLOGUE_NONE`: none was. */
    double current_round_trip_time;
    /** What congestion control lets out, in bits per second; `DUOLOGUE_NONE`: absent. */
    double available_outgoing_bitrate;
    /** What congestion control lets in, in bits per second; `DUOLOGUE_NONE`: absent. */
    double available_incoming_bitrate;
    /** The checks that came, retransmissions included. */
    int64_t requests_received;
    /** The checks that were sent, without retransmissions. */
    int64_t requests_sent;
    /** The answers to our checks. */
    int64_t responses_received;
    /** Our answers. */
    int64_t responses_sent;
    /** The checks of consent that were sent. */
    int64_t consent_requests_sent;
    /** The datagrams that the system did not take; `DUOLOGUE_NONE`: absent. */
    int64_t packets_discarded_on_send;
    /** The bytes in them; `DUOLOGUE_NONE`: absent. */
    int64_t bytes_discarded_on_send;
} RTCIceCandidatePairStats;

/**
 * A candidate of ours or of the peer.
 *
 * <https://w3c.github.io/webrtc-stats/#dom-rtcicecandidatestats>
 */
typedef struct RTCIceCandidateStats {
    /** The size of this struct. */
    size_t struct_size;
    /** `RTC_STATS_TYPE_LOCAL_CANDIDATE` or `RTC_STATS_TYPE_REMOTE_CANDIDATE`. */
    RTCStatsType type;
    /** The id of this object. */
    const char *id;
    /** When it was looked at, in milliseconds since 1970. */
    double timestamp;
    /** The `RTCTransportStats` of its transport. */
    const char *transport_id;
    /** The address; NULL: of the peer, and learned by its checks alone. */
    const char *address;
    /** The port. */
    int32_t port;
    /** `"udp"` or `"tcp"`. */
    const char *protocol;
    /** What it stems from. */
    RTCIceCandidateType candidate_type;
    /** The priority; `DUOLOGUE_NONE`: absent. */
    int64_t priority;
    /** The URL of the server that gave it; NULL: absent. */
    const char *url;
    /** How the TURN server is reached; 0: absent. */
    RTCIceServerTransportProtocol relay_protocol;
    /** The foundation; NULL: absent. */
    const char *foundation;
    /** The address that it stems from; NULL: absent. */
    const char *related_address;
    /** The port that it stems from; `DUOLOGUE_NONE`: absent. */
    int32_t related_port;
    /** The username fragment of its generation; NULL: absent. */
    const char *username_fragment;
    /** Who opens its TCP connection; 0: absent. */
    RTCIceTcpCandidateType tcp_type;
} RTCIceCandidateStats;

/** A value of a record, with its key. Its size never changes. */
typedef struct DuologueRecordEntry {
    /** The key. */
    const char *key;
    /** The value. */
    double value;
} DuologueRecordEntry;

/**
 * A stream that a sender is configured to send: each encoding has its own. It is there from the answer on until its encoding is
 * dropped or the transceiver stopped.
 *
 * <https://w3c.github.io/webrtc-stats/#dom-rtcoutboundrtpstreamstats>
 */
typedef struct RTCOutboundRtpStreamStats {
    /** The size of this struct. */
    size_t struct_size;
    /** `RTC_STATS_TYPE_OUTBOUND_RTP`. */
    RTCStatsType type;
    /** The id of this object. */
    const char *id;
    /** When it was looked at, in milliseconds since 1970. */
    double timestamp;
    /** The SSRC. */
    uint32_t ssrc;
    /** `"audio"` or `"video"`. */
    const char *kind;
    /** The `RTCTransportStats` of its transport; NULL: absent. */
    const char *transport_id;
    /** The `RTCCodecStats` of its codec; NULL: absent. */
    const char *codec_id;
    /** The packets that were sent, retransmissions included. */
    int64_t packets_sent;
    /** The bytes of payload that were sent, retransmissions included. */
    int64_t bytes_sent;
    /** The mid of its transceiver; NULL: absent. */
    const char *mid;
    /** The stats object of the track; NULL: there is none. */
    const char *media_source_id;
    /** What the peer says of the stream; NULL: nothing yet. */
    const char *remote_id;
    /** The rid of its encoding; NULL: absent. */
    const char *rid;
    /** Which of the sender's encodings it is, for video; `DUOLOGUE_NONE`: absent. */
    int64_t encoding_index;
    /** The bytes of headers and padding that were sent. */
    int64_t header_bytes_sent;
    /** The packets that were retransmitted. */
    int64_t retransmitted_packets_sent;
    /** The bytes of payload that were retransmitted. */
    int64_t retransmitted_bytes_sent;
    /** The SSRC of the retransmissions, if RTX was negotiated; `DUOLOGUE_NONE`: absent. */
    int64_t rtx_ssrc;
    /** What the encoder is to make, in bits per second; `DUOLOGUE_NONE`: absent. */
    double target_bitrate;
    /** The sum of the sizes that the frames should have had; `DUOLOGUE_NONE`: absent. */
    int64_t total_encoded_bytes_target;
    /** The width of the last frame in pixels; `DUOLOGUE_NONE`: absent. */
    int64_t frame_width;
    /** The height of the last frame in pixels; `DUOLOGUE_NONE`: absent. */
    int64_t frame_height;
    /** The frames of the last second; `DUOLOGUE_NONE`: absent. */
    double frames_per_second;
    /** The frames that were sent, for video; `DUOLOGUE_NONE`: absent. */
    int64_t frames_sent;
    /** Those among them that were far larger than the others; `DUOLOGUE_NONE`: absent. */
    int64_t huge_frames_sent;
    /** The frames that were encoded, for video; `DUOLOGUE_NONE`: absent. */
    int64_t frames_encoded;
    /** Those among them that were key frames, for video; `DUOLOGUE_NONE`: absent. */
    int64_t key_frames_encoded;
    /** The sum of the frames' quantisers; `DUOLOGUE_NONE`: absent. */
    int64_t qp_sum;
    /** The sums of the frames' signal-to-noise ratios, by component; NULL: absent. */
    const DuologueRecordEntry *psnr_sum;
    /** The number of components. */
    size_t psnr_sum_length;
    /** How often the ratio was measured; `DUOLOGUE_NONE`: absent. */
    int64_t psnr_measurements;
    /** The seconds that encoding took; `DUOLOGUE_NONE`: absent. */
    double total_encode_time;
    /** The seconds that packets waited until they were sent; `DUOLOGUE_NONE`: absent. */
    double total_packet_send_delay;
    /** What keeps the encoder from doing better, for video; 0: absent. */
    RTCQualityLimitationReason quality_limitation_reason;
    /** For how many seconds each reason did so; NULL: absent. */
    const DuologueRecordEntry *quality_limitation_durations;
    /** The number of reasons. */
    size_t quality_limitation_durations_length;
    /** How often that changed the resolution; `DUOLOGUE_NONE`: absent. */
    int64_t quality_limitation_resolution_changes;
    /** The requests for retransmission that came (NACK). */
    int64_t nack_count;
    /** The requests for a key frame that came as FIR, for video; `DUOLOGUE_NONE`: absent. */
    int64_t fir_count;
    /** The requests for a key frame that came as PLI, for video; `DUOLOGUE_NONE`: absent. */
    int64_t pli_count;
    /** The encoder's name; NULL: absent. */
    const char *encoder_implementation;
    /** Whether the encoder spares power, 0 or 1; `DUOLOGUE_NONE`: absent. */
    int32_t power_efficient_encoder;
    /** Whether the encoding is active. */
    bool active;
    /** The layers, for video; NULL: absent. */
    const char *scalability_mode;
    /** The packets that were marked ECT(1); `DUOLOGUE_NONE`: absent. */
    int64_t packets_sent_with_ect1;
} RTCOutboundRtpStreamStats;

/**
 * The connection itself.
 *
 * <https://w3c.github.io/webrtc-stats/#dom-rtcpeerconnectionstats>
 */
typedef struct RTCPeerConnectionStats {
    /** The size of this struct. */
    size_t struct_size;
    /** `RTC_STATS_TYPE_PEER_CONNECTION`. */
    RTCStatsType type;
    /** The id of this object. */
    const char *id;
    /** When it was looked at, in milliseconds since 1970. */
    double timestamp;
    /** The data channels that have been open. */
    int64_t data_channels_opened;
    /** Those among them that are not open any more. */
    int64_t data_channels_closed;
} RTCPeerConnectionStats;

/**
 * A DTLS transport and the ICE transport below it.
 *
 * <https://w3c.github.io/webrtc-stats/#dom-rtctransportstats>
 */
typedef struct RTCTransportStats {
    /** The size of this struct. */
    size_t struct_size;
    /** `RTC_STATS_TYPE_TRANSPORT`. */
    RTCStatsType type;
    /** The id of this object. */
    const char *id;
    /** When it was looked at, in milliseconds since 1970. */
    double timestamp;
    /** The datagrams that were sent, but for those of ICE. */
    int64_t packets_sent;
    /** The datagrams that were received, but for those of ICE. */
    int64_t packets_received;
    /** The bytes in them, without the headers of IP and UDP. */
    int64_t bytes_sent;
    /** The bytes in them, without the headers of IP and UDP. */
    int64_t bytes_received;
    /** The role in ICE. */
    RTCIceRole ice_role;
    /** Our username fragment; NULL: absent. */
    const char *ice_local_username_fragment;
    /** The state of the DTLS transport. */
    RTCDtlsTransportState dtls_state;
    /** The state of the ICE transport. */
    RTCIceTransportState ice_state;
    /** The `RTCIceCandidatePairStats` of the pair in use; NULL: there is none. */
    const char *selected_candidate_pair_id;
    /** The `RTCCertificateStats` of our certificate; NULL: absent. */
    const char *local_certificate_id;
    /** The `RTCCertificateStats` of the peer's certificate; NULL: not known yet. */
    const char *remote_certificate_id;
    /** The version in hexadecimal digits, `"FEFD"` for DTLS 1.2; NULL: not agreed yet. */
    const char *tls_version;
    /** The name of the cipher suite in IANA's registry; NULL: not agreed yet. */
    const char *dtls_cipher;
    /** Our side of the handshake. */
    RTCDtlsRole dtls_role;
    /** The name of the SRTP protection profile in IANA's registry; NULL: not agreed. */
    const char *srtp_cipher;
    /** How often another pair was selected. */
    int64_t selected_candidate_pair_changes;
    /** The reports of RFC 8888 that were sent; `DUOLOGUE_NONE`: absent. */
    int64_t ccfb_messages_sent;
    /** The reports of RFC 8888 that were received; `DUOLOGUE_NONE`: absent. */
    int64_t ccfb_messages_received;
} RTCTransportStats;

/**
 * A track of video that a sender has.
 *
 * <https://w3c.github.io/webrtc-stats/#dom-rtcvideosourcestats>
 */
typedef struct RTCVideoSourceStats {
    /** The size of this struct. */
    size_t struct_size;
    /** `RTC_STATS_TYPE_MEDIA_SOURCE`. */
    RTCStatsType type;
    /** The id of this object. */
    const char *id;
    /** When it was looked at, in milliseconds since 1970. */
    double timestamp;
    /** The id of the track. */
    const char *track_identifier;
    /** `"video"`. */
    const char *kind;
    /** The width of the last frame in pixels; `DUOLOGUE_NONE`: absent. */
    int64_t width;
    /** The height of the last frame in pixels; `DUOLOGUE_NONE`: absent. */
    int64_t height;
    /** The number of frames; `DUOLOGUE_NONE`: absent. */
    int64_t frames;
    /** The frames of the last second; `DUOLOGUE_NONE`: absent. */
    double frames_per_second;
} RTCVideoSourceStats;

#ifdef __cplusplus
extern "C" {
#endif // __cplusplus

/**
 * The name of a result, as `DOMException.name` has it: `"InvalidStateError"`.
 *
 * Returns a static text, or NULL if `result` is none of the enumeration's.
 */
const char *rtc_result_to_string(RTCResult result);

/**
 * The result with this name.
 *
 * - `name`: lent.
 * - `result`: written on success.
 *
 * Returns `RTC_RESULT_TYPE_ERROR` if there is no such result.
 */
RTCResult rtc_result_from_string(const char *name, RTCResult *result);

/**
 * Why the last failing call of this thread failed.
 *
 * Returns a text for humans, never NULL, empty if there is none; it stays valid until this thread's next call into the library.
 * A call that returns `RTC_RESULT_OK` clears it; getters and `…_unref` leave it as it is unless they fail themselves.
 */
const char *duologue_last_error_message(void);

/**
 * The version of the library in use, like `"1.2.3"`; `DUOLOGUE_VERSION` is that of the header.
 *
 * Returns a static text.
 */
const char *duologue_version(void);

/**
 * The version of the library in use as a number that grows with it, to be compared with `DUOLOGUE_VERSION_NUMBER`.
 *
 * Returns major · 65536 + minor · 256 + patch.
 */
uint32_t duologue_version_number(void);

/**
 * The name of a log level: `"error"`, `"warn"`, …
 *
 * Returns a static text, or NULL if `level` is none of the enumeration's.
 */
const char *duologue_log_level_to_string(DuologueLogLevel level);

/**
 * The log level with this name.
 *
 * - `name`: lent.
 * - `level`: written on success.
 *
 * Returns `RTC_RESULT_TYPE_ERROR` if there is no such level.
 */
RTCResult duologue_log_level_from_string(const char *name, DuologueLogLevel *level);

/**
 * Gives the library's log to a function, instead of what was set before. Without this call nothing is logged.
 *
 * - `level`: messages of this level and of graver ones are delivered.
 * - `callback`: nullable; NULL switches logging off.
 * - `userdata`: nullable; handed to the callback.
 * - `destroy`: nullable; called when the callback was replaced and no thread is in it any more, on the thread that was last in it.
 *   Like the callback it cannot call the library.
 *
 * Returns `RTC_RESULT_INVALID_STATE_ERROR` if the application, written in Rust, has its own logger; then the functions are not kept.
 */
RTCResult duologue_set_log_callback(DuologueLogLevel level,
                                    DuologueLogCallback callback,
                                    void *userdata,
                                    DuologueDestroyCallback destroy);

/**
 * Writes the library's log to standard error, as the environment variable `DUOLOGUE_LOG` says: `info`,
 * `warn,duologue::transport=debug`. Replaces what was set before; without the variable only errors are written.
 *
 * Reads the environment, so call it before there are threads that change it.
 *
 * Returns `RTC_RESULT_INVALID_STATE_ERROR` if the application, written in Rust, has its own logger.
 */
RTCResult duologue_log_from_environment(void);

/**
 * Releases an array, a dictionary or a string that a function of this library handed out to be released so.
 *
 * - `pointer`: nullable. One that is not to be released so, or was already, is left alone and reported by
 *   `duologue_last_error_message()`.
 */
void duologue_free(const void *pointer);

/**
 * The name of a way of dispatching: `"thread"`, `"manual"`.
 *
 * Returns a static text, or NULL if `dispatch` is none of the enumeration's.
 */
const char *duologue_dispatch_to_string(DuologueDispatch dispatch);

/**
 * The way of dispatching with this name.
 *
 * - `name`: lent.
 * - `dispatch`: written on success.
 *
 * Returns `RTC_RESULT_TYPE_ERROR` if there is none.
 */
RTCResult duologue_dispatch_from_string(const char *name, DuologueDispatch *dispatch);

/**
 * Makes a runtime.
 *
 * - `options`: lent, nullable.
 * - `runtime`: takes a new reference.
 *
 * Returns `RTC_RESULT_OPERATION_ERROR` if the system gives no thread or descriptor, `RTC_RESULT_RANGE_ERROR` for a number of
 * threads that is not possible.
 */
RTCResult duologue_runtime_create(const DuologueRuntimeOptions *options,
                                  DuologueRuntime **runtime);

/**
 * Adds a reference.
 *
 * - `runtime`: lent, nullable.
 *
 * Returns `runtime`.
 */
DuologueRuntime *duologue_runtime_ref(DuologueRuntime *runtime);

/**
 * Gives a reference up. The last one ends the runtime: its connections are closed, callbacks that are queued are made, and its
 * threads are joined, except when called on one of them: then they end by themselves, afterwards.
 *
 * With `DUOLOGUE_DISPATCH_MANUAL` those last callbacks are made within this call, or when the callback that it is made from has returned.
 *
 * - `runtime`: nullable.
 */
void duologue_runtime_unref(DuologueRuntime *runtime);

/**
 * Ends the runtime that NULL stands for, as `duologue_runtime_unref` does. Call it at the end of the program, or before the library is
 * unloaded; the next call with NULL for a runtime makes a new one.
 */
void duologue_default_runtime_release(void);

/**
 * The descriptor that is readable while callbacks wait, to be watched by `poll`, `select` and their like. Do not read from it.
 *
 * - `runtime`: lent, made with `DUOLOGUE_DISPATCH_MANUAL`.
 *
 * Returns -1 if `runtime` is not such a runtime. It is the runtime's and is closed with it.
 */
int32_t duologue_runtime_fd(const DuologueRuntime *runtime);

/**
 * Makes the callbacks that are queued when it is called, at most `max`, and never waits. What they cause to be queued is left
 * to the next call.
 *
 * - `runtime`: lent, made with `DUOLOGUE_DISPATCH_MANUAL`.
 * - `max`: with 1 a language binding can do work of its own after each callback.
 * - `made`: nullable; takes the number of callbacks that were made.
 *
 * Returns `DUOLOGUE_RESULT_RECURSION` within a callback, `DUOLOGUE_RESULT_WRONG_THREAD` while another thread dispatches,
 * `RTC_RESULT_INVALID_STATE_ERROR` if the runtime dispatches on its own thread.
 */
RTCResult duologue_runtime_dispatch(DuologueRuntime *runtime,
                                    size_t max,
                                    size_t *made);

/**
 * The string of the IDL for a value of `RTCIceTransportPolicy`.
 *
 * Returns a static text, or NULL if `value` is none of the enumeration's.
 */
const char *rtc_ice_transport_policy_to_string(RTCIceTransportPolicy value);

/**
 * The value of `RTCIceTransportPolicy` with this string of the IDL.
 *
 * - `string`: lent.
 * - `value`: written on success.
 *
 * Returns `RTC_RESULT_TYPE_ERROR` if there is no such value.
 */
RTCResult rtc_ice_transport_policy_from_string(const char *string,
                                               RTCIceTransportPolicy *value);

/**
 * The string of the IDL for a value of `RTCBundlePolicy`.
 *
 * Returns a static text, or NULL if `value` is none of the enumeration's.
 */
const char *rtc_bundle_policy_to_string(RTCBundlePolicy value);

/**
 * The value of `RTCBundlePolicy` with this string of the IDL.
 *
 * - `string`: lent.
 * - `value`: written on success.
 *
 * Returns `RTC_RESULT_TYPE_ERROR` if there is no such value.
 */
RTCResult rtc_bundle_policy_from_string(const char *string, RTCBundlePolicy *value);

/**
 * The string of the IDL for a value of `RTCRtcpMuxPolicy`.
 *
 * Returns a static text, or NULL if `value` is none of the enumeration's.
 */
const char *rtc_rtcp_mux_policy_to_string(RTCRtcpMuxPolicy value);

/**
 * The value of `RTCRtcpMuxPolicy` with this string of the IDL.
 *
 * - `string`: lent.
 * - `value`: written on success.
 *
 * Returns `RTC_RESULT_TYPE_ERROR` if there is no such value.
 */
RTCResult rtc_rtcp_mux_policy_from_string(const char *string, RTCRtcpMuxPolicy *value);

/**
 * The string of the IDL for a value of `RTCRtpHeaderEncryptionPolicy`.
 *
 * Returns a static text, or NULL if `value` is none of the enumeration's.
 */
const char *rtc_rtp_header_encryption_policy_to_string(RTCRtpHeaderEncryptionPolicy value);

/**
 * The value of `RTCRtpHeaderEncryptionPolicy` with this string of the IDL.
 *
 * - `string`: lent.
 * - `value`: written on success.
 *
 * Returns `RTC_RESULT_TYPE_ERROR` if there is no such value.
 */
RTCResult rtc_rtp_header_encryption_policy_from_string(const char *string,
                                                       RTCRtpHeaderEncryptionPolicy *value);

/**
 * The string of the IDL for a value of `RTCConfigurationTargetLatency`.
 *
 * Returns a static text, or NULL if `value` is none of the enumeration's.
 */
const char *rtc_configuration_target_latency_to_string(RTCConfigurationTargetLatency value);

/**
 * The value of `RTCConfigurationTargetLatency` with this string of the IDL.
 *
 * - `string`: lent.
 * - `value`: written on success.
 *
 * Returns `RTC_RESULT_TYPE_ERROR` if there is no such value.
 */
RTCResult rtc_configuration_target_latency_from_string(const char *string,
                                                       RTCConfigurationTargetLatency *value);

/**
 * The string of the IDL for a value of `RTCSignalingState`.
 *
 * Returns a static text, or NULL if `value` is none of the enumeration's.
 */
const char *rtc_signaling_state_to_string(RTCSignalingState value);

/**
 * The value of `RTCSignalingState` with this string of the IDL.
 *
 * - `string`: lent.
 * - `value`: written on success.
 *
 * Returns `RTC_RESULT_TYPE_ERROR` if there is no such value.
 */
RTCResult rtc_signaling_state_from_string(const char *string, RTCSignalingState *value);

/**
 * The string of the IDL for a value of `RTCIceGatheringState`.
 *
 * Returns a static text, or NULL if `value` is none of the enumeration's.
 */
const char *rtc_ice_gathering_state_to_string(RTCIceGatheringState value);

/**
 * The value of `RTCIceGatheringState` with this string of the IDL.
 *
 * - `string`: lent.
 * - `value`: written on success.
 *
 * Returns `RTC_RESULT_TYPE_ERROR` if there is no such value.
 */
RTCResult rtc_ice_gathering_state_from_string(const char *string,
                                              RTCIceGatheringState *value);

/**
 * The string of the IDL for a value of `RTCPeerConnectionState`.
 *
 * Returns a static text, or NULL if `value` is none of the enumeration's.
 */
const char *rtc_peer_connection_state_to_string(RTCPeerConnectionState value);

/**
 * The value of `RTCPeerConnectionState` with this string of the IDL.
 *
 * - `string`: lent.
 * - `value`: written on success.
 *
 * Returns `RTC_RESULT_TYPE_ERROR` if there is no such value.
 */
RTCResult rtc_peer_connection_state_from_string(const char *string,
                                                RTCPeerConnectionState *value);

/**
 * The string of the IDL for a value of `RTCIceConnectionState`.
 *
 * Returns a static text, or NULL if `value` is none of the enumeration's.
 */
const char *rtc_ice_connection_state_to_string(RTCIceConnectionState value);

/**
 * The value of `RTCIceConnectionState` with this string of the IDL.
 *
 * - `string`: lent.
 * - `value`: written on success.
 *
 * Returns `RTC_RESULT_TYPE_ERROR` if there is no such value.
 */
RTCResult rtc_ice_connection_state_from_string(const char *string,
                                               RTCIceConnectionState *value);

/**
 * The string of the IDL for a value of `RTCSdpType`.
 *
 * Returns a static text, or NULL if `value` is none of the enumeration's.
 */
const char *rtc_sdp_type_to_string(RTCSdpType value);

/**
 * The value of `RTCSdpType` with this string of the IDL.
 *
 * - `string`: lent.
 * - `value`: written on success.
 *
 * Returns `RTC_RESULT_TYPE_ERROR` if there is no such value.
 */
RTCResult rtc_sdp_type_from_string(const char *string, RTCSdpType *value);

/**
 * The string of the IDL for a value of `RTCIceProtocol`.
 *
 * Returns a static text, or NULL if `value` is none of the enumeration's.
 */
const char *rtc_ice_protocol_to_string(RTCIceProtocol value);

/**
 * The value of `RTCIceProtocol` with this string of the IDL.
 *
 * - `string`: lent.
 * - `value`: written on success.
 *
 * Returns `RTC_RESULT_TYPE_ERROR` if there is no such value.
 */
RTCResult rtc_ice_protocol_from_string(const char *string, RTCIceProtocol *value);

/**
 * The string of the IDL for a value of `RTCIceTcpCandidateType`.
 *
 * Returns a static text, or NULL if `value` is none of the enumeration's.
 */
const char *rtc_ice_tcp_candidate_type_to_string(RTCIceTcpCandidateType value);

/**
 * The value of `RTCIceTcpCandidateType` with this string of the IDL.
 *
 * - `string`: lent.
 * - `value`: written on success.
 *
 * Returns `RTC_RESULT_TYPE_ERROR` if there is no such value.
 */
RTCResult rtc_ice_tcp_candidate_type_from_string(const char *string,
                                                 RTCIceTcpCandidateType *value);

/**
 * The string of the IDL for a value of `RTCIceCandidateType`.
 *
 * Returns a static text, or NULL if `value` is none of the enumeration's.
 */
const char *rtc_ice_candidate_type_to_string(RTCIceCandidateType value);

/**
 * The value of `RTCIceCandidateType` with this string of the IDL.
 *
 * - `string`: lent.
 * - `value`: written on success.
 *
 * Returns `RTC_RESULT_TYPE_ERROR` if there is no such value.
 */
RTCResult rtc_ice_candidate_type_from_string(const char *string,
                                             RTCIceCandidateType *value);

/**
 * The string of the IDL for a value of `RTCIceServerTransportProtocol`.
 *
 * Returns a static text, or NULL if `value` is none of the enumeration's.
 */
const char *rtc_ice_server_transport_protocol_to_string(RTCIceServerTransportProtocol value);

/**
 * The value of `RTCIceServerTransportProtocol` with this string of the IDL.
 *
 * - `string`: lent.
 * - `value`: written on success.
 *
 * Returns `RTC_RESULT_TYPE_ERROR` if there is no such value.
 */
RTCResult rtc_ice_server_transport_protocol_from_string(const char *string,
                                                        RTCIceServerTransportProtocol *value);

/**
 * The string of the IDL for a value of `RTCDtlsTransportState`.
 *
 * Returns a static text, or NULL if `value` is none of the enumeration's.
 */
const char *rtc_dtls_transport_state_to_string(RTCDtlsTransportState value);

/**
 * The value of `RTCDtlsTransportState` with this string of the IDL.
 *
 * - `string`: lent.
 * - `value`: written on success.
 *
 * Returns `RTC_RESULT_TYPE_ERROR` if there is no such value.
 */
RTCResult rtc_dtls_transport_state_from_string(const char *string,
                                               RTCDtlsTransportState *value);

/**
 * The string of the IDL for a value of `RTCIceGathererState`.
 *
 * Returns a static text, or NULL if `value` is none of the enumeration's.
 */
const char *rtc_ice_gatherer_state_to_string(RTCIceGathererState value);

/**
 * The value of `RTCIceGathererState` with this string of the IDL.
 *
 * - `string`: lent.
 * - `value`: written on success.
 *
 * Returns `RTC_RESULT_TYPE_ERROR` if there is no such value.
 */
RTCResult rtc_ice_gatherer_state_from_string(const char *string,
                                             RTCIceGathererState *value);

/**
 * The string of the IDL for a value of `RTCIceTransportState`.
 *
 * Returns a static text, or NULL if `value` is none of the enumeration's.
 */
const char *rtc_ice_transport_state_to_string(RTCIceTransportState value);

/**
 * The value of `RTCIceTransportState` with this string of the IDL.
 *
 * - `string`: lent.
 * - `value`: written on success.
 *
 * Returns `RTC_RESULT_TYPE_ERROR` if there is no such value.
 */
RTCResult rtc_ice_transport_state_from_string(const char *string,
                                              RTCIceTransportState *value);

/**
 * The string of the IDL for a value of `RTCIceRole`.
 *
 * Returns a static text, or NULL if `value` is none of the enumeration's.
 */
const char *rtc_ice_role_to_string(RTCIceRole value);

/**
 * The value of `RTCIceRole` with this string of the IDL.
 *
 * - `string`: lent.
 * - `value`: written on success.
 *
 * Returns `RTC_RESULT_TYPE_ERROR` if there is no such value.
 */
RTCResult rtc_ice_role_from_string(const char *string, RTCIceRole *value);

/**
 * The string of the IDL for a value of `RTCIceComponent`.
 *
 * Returns a static text, or NULL if `value` is none of the enumeration's.
 */
const char *rtc_ice_component_to_string(RTCIceComponent value);

/**
 * The value of `RTCIceComponent` with this string of the IDL.
 *
 * - `string`: lent.
 * - `value`: written on success.
 *
 * Returns `RTC_RESULT_TYPE_ERROR` if there is no such value.
 */
RTCResult rtc_ice_component_from_string(const char *string, RTCIceComponent *value);

/**
 * The string of the IDL for a value of `RTCSctpTransportState`.
 *
 * Returns a static text, or NULL if `value` is none of the enumeration's.
 */
const char *rtc_sctp_transport_state_to_string(RTCSctpTransportState value);

/**
 * The value of `RTCSctpTransportState` with this string of the IDL.
 *
 * - `string`: lent.
 * - `value`: written on success.
 *
 * Returns `RTC_RESULT_TYPE_ERROR` if there is no such value.
 */
RTCResult rtc_sctp_transport_state_from_string(const char *string,
                                               RTCSctpTransportState *value);

/**
 * The string of the IDL for a value of `RTCDataChannelState`.
 *
 * Returns a static text, or NULL if `value` is none of the enumeration's.
 */
const char *rtc_data_channel_state_to_string(RTCDataChannelState value);

/**
 * The value of `RTCDataChannelState` with this string of the IDL.
 *
 * - `string`: lent.
 * - `value`: written on success.
 *
 * Returns `RTC_RESULT_TYPE_ERROR` if there is no such value.
 */
RTCResult rtc_data_channel_state_from_string(const char *string,
                                             RTCDataChannelState *value);

/**
 * The string of the IDL for a value of `RTCErrorDetailType`.
 *
 * Returns a static text, or NULL if `value` is none of the enumeration's.
 */
const char *rtc_error_detail_type_to_string(RTCErrorDetailType value);

/**
 * The value of `RTCErrorDetailType` with this string of the IDL.
 *
 * - `string`: lent.
 * - `value`: written on success.
 *
 * Returns `RTC_RESULT_TYPE_ERROR` if there is no such value.
 */
RTCResult rtc_error_detail_type_from_string(const char *string,
                                            RTCErrorDetailType *value);

/**
 * The string of the IDL for a value of `RTCBinaryType`.
 *
 * Returns a static text, or NULL if `value` is none of the enumeration's.
 */
const char *rtc_binary_type_to_string(RTCBinaryType value);

/**
 * The value of `RTCBinaryType` with this string of the IDL.
 *
 * - `string`: lent.
 * - `value`: written on success.
 *
 * Returns `RTC_RESULT_TYPE_ERROR` if there is no such value.
 */
RTCResult rtc_binary_type_from_string(const char *string, RTCBinaryType *value);

/**
 * The string of the IDL for a value of `RTCMediaStreamTrackState`.
 *
 * Returns a static text, or NULL if `value` is none of the enumeration's.
 */
const char *rtc_media_stream_track_state_to_string(RTCMediaStreamTrackState value);

/**
 * The value of `RTCMediaStreamTrackState` with this string of the IDL.
 *
 * - `string`: lent.
 * - `value`: written on success.
 *
 * Returns `RTC_RESULT_TYPE_ERROR` if there is no such value.
 */
RTCResult rtc_media_stream_track_state_from_string(const char *string,
                                                   RTCMediaStreamTrackState *value);

/**
 * The string of the IDL for a value of `RTCRtpTransceiverDirection`.
 *
 * Returns a static text, or NULL if `value` is none of the enumeration's.
 */
const char *rtc_rtp_transceiver_direction_to_string(RTCRtpTransceiverDirection value);

/**
 * The value of `RTCRtpTransceiverDirection` with this string of the IDL.
 *
 * - `string`: lent.
 * - `value`: written on success.
 *
 * Returns `RTC_RESULT_TYPE_ERROR` if there is no such value.
 */
RTCResult rtc_rtp_transceiver_direction_from_string(const char *string,
                                                    RTCRtpTransceiverDirection *value);

/**
 * The string of the IDL for a value of `RTCPriorityType`.
 *
 * Returns a static text, or NULL if `value` is none of the enumeration's.
 */
const char *rtc_priority_type_to_string(RTCPriorityType value);

/**
 * The value of `RTCPriorityType` with this string of the IDL.
 *
 * - `string`: lent.
 * - `value`: written on success.
 *
 * Returns `RTC_RESULT_TYPE_ERROR` if there is no such value.
 */
RTCResult rtc_priority_type_from_string(const char *string, RTCPriorityType *value);

/**
 * The string of the IDL for a value of `RTCStatsType`.
 *
 * Returns a static text, or NULL if `value` is none of the enumeration's.
 */
const char *rtc_stats_type_to_string(RTCStatsType value);

/**
 * The value of `RTCStatsType` with this string of the IDL.
 *
 * - `string`: lent.
 * - `value`: written on success.
 *
 * Returns `RTC_RESULT_TYPE_ERROR` if there is no such value.
 */
RTCResult rtc_stats_type_from_string(const char *string, RTCStatsType *value);

/**
 * The string of the IDL for a value of `RTCDtlsRole`.
 *
 * Returns a static text, or NULL if `value` is none of the enumeration's.
 */
const char *rtc_dtls_role_to_string(RTCDtlsRole value);

/**
 * The value of `RTCDtlsRole` with this string of the IDL.
 *
 * - `string`: lent.
 * - `value`: written on success.
 *
 * Returns `RTC_RESULT_TYPE_ERROR` if there is no such value.
 */
RTCResult rtc_dtls_role_from_string(const char *string, RTCDtlsRole *value);

/**
 * The string of the IDL for a value of `RTCStatsIceCandidatePairState`.
 *
 * Returns a static text, or NULL if `value` is none of the enumeration's.
 */
const char *rtc_stats_ice_candidate_pair_state_to_string(RTCStatsIceCandidatePairState value);

/**
 * The value of `RTCStatsIceCandidatePairState` with this string of the IDL.
 *
 * - `string`: lent.
 * - `value`: written on success.
 *
 * Returns `RTC_RESULT_TYPE_ERROR` if there is no such value.
 */
RTCResult rtc_stats_ice_candidate_pair_state_from_string(const char *string,
                                                         RTCStatsIceCandidatePairState *value);

/**
 * The string of the IDL for a value of `RTCQualityLimitationReason`.
 *
 * Returns a static text, or NULL if `value` is none of the enumeration's.
 */
const char *rtc_quality_limitation_reason_to_string(RTCQualityLimitationReason value);

/**
 * The value of `RTCQualityLimitationReason` with this string of the IDL.
 *
 * - `string`: lent.
 * - `value`: written on success.
 *
 * Returns `RTC_RESULT_TYPE_ERROR` if there is no such value.
 */
RTCResult rtc_quality_limitation_reason_from_string(const char *string,
                                                    RTCQualityLimitationReason *value);

/**
 * Adds a listener for events of a type, beside the `on…` handler and other listeners, even equal ones.
 *
 * - `target`: lent.
 * - `type`: lent; the name of the event, like `"icecandidate"`.
 * - `callback`: gets the event; the pointer may be cast to the struct that the handler of this event takes.
 * - `userdata`: nullable; handed to the callback.
 * - `destroy`: nullable; called on the callback thread when the listener was removed or the target is gone.
 * - `listener`: nullable; takes the listener's number, for `rtc_event_target_remove_event_listener`.
 *
 * Returns `RTC_RESULT_TYPE_ERROR` if there is no such event; then the functions are not kept.
 */
RTCResult rtc_event_target_add_event_listener(RTCEventTarget *target,
                                              const char *type,
                                              RTCEventHandler callback,
                                              void *userdata,
                                              DuologueDestroyCallback destroy,
                                              uint64_t *listener);

/**
 * Removes a listener. It is not called any more, not even for an event that is being delivered; its `destroy` is called later.
 * A number that names no listener is ignored.
 *
 * - `target`: lent.
 * - `listener`: the number that `rtc_event_target_add_event_listener` gave.
 */
RTCResult rtc_event_target_remove_event_listener(RTCEventTarget *target,
                                                 uint64_t listener);

/**
 * Makes a connection.
 *
 * <https://w3c.github.io/webrtc-pc/#dom-rtcpeerconnection-constructor>
 *
 * - `runtime`: lent, nullable; NULL stands for the runtime that all share.
 * - `configuration`: lent, nullable.
 * - `pc`: takes a new reference.
 *
 * Returns `RTC_RESULT_SYNTAX_ERROR` for a URL or an address that is none, or a server without URLs, `RTC_RESULT_INVALID_ACCESS_ERROR` for
 * a TURN server without credentials or a certificate that has expired, `RTC_RESULT_RANGE_ERROR` for a range without ports,
 * `RTC_RESULT_OPERATION_ERROR` if the shared runtime cannot be made, `RTC_RESULT_UNKNOWN_ERROR` if another thread ends the runtime.
 */
RTCResult rtc_peer_connection_create(DuologueRuntime *runtime,
                                     const RTCConfiguration *configuration,
                                     RTCPeerConnection **pc);

/**
 * Adds a reference.
 *
 * - `pc`: lent, nullable.
 *
 * Returns `pc`.
 */
RTCPeerConnection *rtc_peer_connection_ref(RTCPeerConnection *pc);

/**
 * Gives a reference up. The last one closes the connection.
 *
 * - `pc`: nullable.
 */
void rtc_peer_connection_unref(RTCPeerConnection *pc);

/**
 * The local description that is pending, or else the current one.
 *
 * <https://w3c.github.io/webrtc-pc/#dom-rtcpeerconnection-localdescription>
 *
 * - `pc`: lent.
 *
 * Returns a new reference; NULL if there is none.
 */
RTCSessionDescription *rtc_peer_connection_local_description(const RTCPeerConnection *pc);

/**
 * The local description that was last agreed on, with its candidates.
 *
 * <https://w3c.github.io/webrtc-pc/#dom-rtcpeerconnection-currentlocaldescription>
 *
 * - `pc`: lent.
 *
 * Returns a new reference; NULL if there is none.
 */
RTCSessionDescription *rtc_peer_connection_current_local_description(const RTCPeerConnection *pc);

/**
 * The local description that is not agreed on yet, with its candidates.
 *
 * <https://w3c.github.io/webrtc-pc/#dom-rtcpeerconnection-pendinglocaldescription>
 *
 * - `pc`: lent.
 *
 * Returns a new reference; NULL if there is none.
 */
RTCSessionDescription *rtc_peer_connection_pending_local_description(const RTCPeerConnection *pc);

/**
 * The remote description that is pending, or else the current one.
 *
 * <https://w3c.github.io/webrtc-pc/#dom-rtcpeerconnection-remotedescription>
 *
 * - `pc`: lent.
 *
 * Returns a new reference; NULL if there is none.
 */
RTCSessionDescription *rtc_peer_connection_remote_description(const RTCPeerConnection *pc);

/**
 * The remote description that was last agreed on, with its candidates.
 *
 * <https://w3c.github.io/webrtc-pc/#dom-rtcpeerconnection-currentremotedescription>
 *
 * - `pc`: lent.
 *
 * Returns a new reference; NULL if there is none.
 */
RTCSessionDescription *rtc_peer_connection_current_remote_description(const RTCPeerConnection *pc);

/**
 * The remote description that is not agreed on yet, with its candidates.
 *
 * <https://w3c.github.io/webrtc-pc/#dom-rtcpeerconnection-pendingremotedescription>
 *
 * - `pc`: lent.
 *
 * Returns a new reference; NULL if there is none.
 */
RTCSessionDescription *rtc_peer_connection_pending_remote_description(const RTCPeerConnection *pc);

/**
 * Where the exchange of descriptions is.
 *
 * <https://w3c.github.io/webrtc-pc/#dom-peerconnection-signaling-state>
 *
 * - `pc`: lent.
 *
 * Returns 0 for NULL.
 */
RTCSignalingState rtc_peer_connection_signaling_state(const RTCPeerConnection *pc);

/**
 * Where the gathering of candidates is.
 *
 * <https://w3c.github.io/webrtc-pc/#dom-rtcpeerconnection-icegatheringstate>
 *
 * - `pc`: lent.
 *
 * Returns 0 for NULL.
 */
RTCIceGatheringState rtc_peer_connection_ice_gathering_state(const RTCPeerConnection *pc);

/**
 * The state of the ICE transports.
 *
 * <https://w3c.github.io/webrtc-pc/#dom-rtcpeerconnection-iceconnectionstate>
 *
 * - `pc`: lent.
 *
 * Returns 0 for NULL.
 */
RTCIceConnectionState rtc_peer_connection_ice_connection_state(const RTCPeerConnection *pc);

/**
 * The state of the connection.
 *
 * <https://w3c.github.io/webrtc-pc/#dom-rtcpeerconnection-connectionstate>
 *
 * - `pc`: lent.
 *
 * Returns 0 for NULL.
 */
RTCPeerConnectionState rtc_peer_connection_connection_state(const RTCPeerConnection *pc);

/**
 * Whether the peer takes candidates one by one.
 *
 * <https://w3c.github.io/webrtc-pc/#dom-rtcpeerconnection-cantrickleicecandidates>
 *
 * - `pc`: lent.
 * - `value`: written if there is a value.
 *
 * Returns false if the value is null: there is no remote description yet.
 */
bool rtc_peer_connection_can_trickle_ice_candidates(const RTCPeerConnection *pc,
                                                    bool *value);

/**
 * Has the next offer restart ICE, and `negotiationneeded` fired.
 *
 * <https://w3c.github.io/webrtc-pc/#dom-rtcpeerconnection-restartice>
 *
 * - `pc`: lent.
 */
RTCResult rtc_peer_connection_restart_ice(RTCPeerConnection *pc);

/**
 * The configuration.
 *
 * <https://w3c.github.io/webrtc-pc/#dom-rtcpeerconnection-getconfiguration>
 *
 * - `pc`: lent.
 * - `configuration`: takes a dictionary that may be changed and is to be released by `duologue_free`.
 */
RTCResult rtc_peer_connection_get_configuration(const RTCPeerConnection *pc,
                                                RTCConfiguration **configuration);

/**
 * Changes the configuration. Servers and policy apply from the next gathering on.
 *
 * <https://w3c.github.io/webrtc-pc/#dom-rtcpeerconnection-setconfiguration>
 *
 * - `pc`: lent.
 * - `configuration`: lent; NULL: that of `RTC_CONFIGURATION_INIT`. Start from `rtc_peer_connection_get_configuration` to change single
 *   members.
 *
 * Returns `RTC_RESULT_INVALID_STATE_ERROR` if the connection is closed, `RTC_RESULT_INVALID_MODIFICATION_ERROR` for members that cannot
 * be changed (certificates, policies of bundling and multiplexing, the peer's identity, the limits and the origin of this library, and
 * after `setLocalDescription` the size of the pool), for servers, addresses and ports what `rtc_peer_connection_create` returns. Then
 * nothing has changed.
 */
RTCResult rtc_peer_connection_set_configuration(RTCPeerConnection *pc,
                                                const RTCConfiguration *configuration);

/**
 * Closes the connection. When it returns every getter says closed, and no event follows.
 *
 * <https://w3c.github.io/webrtc-pc/#dom-rtcpeerconnection-close>
 *
 * - `pc`: lent.
 */
RTCResult rtc_peer_connection_close(RTCPeerConnection *pc);

/**
 * What carries the data channels.
 *
 * <https://w3c.github.io/webrtc-pc/#dom-rtcpeerconnection-sctp>
 *
 * - `pc`: lent.
 *
 * Returns a new reference; NULL if there is none.
 */
RTCSctpTransport *rtc_peer_connection_sctp(const RTCPeerConnection *pc);

/**
 * Makes a data channel.
 *
 * <https://w3c.github.io/webrtc-pc/#dom-peerconnection-createdatachannel>
 *
 * - `pc`: lent.
 * - `label`: lent; the name of the channel.
 * - `init`: lent, nullable.
 * - `channel`: takes a new reference.
 *
 * Returns `RTC_RESULT_INVALID_STATE_ERROR` if the connection is closed, `RTC_RESULT_TYPE_ERROR` for members that exclude each other and
 * for a label or protocol of more than 65535 bytes, `RTC_RESULT_OPERATION_ERROR` if the number of the channel is in use, too large, or
 * none is left.
 */
RTCResult rtc_peer_connection_create_data_channel(RTCPeerConnection *pc,
                                                  const char *label,
                                                  const RTCDataChannelInit *init,
                                                  RTCDataChannel **channel);

/**
 * Makes a data channel whose name may hold U+0000, as `rtc_peer_connection_create_data_channel` does.
 *
 * - `pc`: lent.
 * - `label`: lent; the name of the channel.
 * - `label_length`: the number of its bytes, or `DUOLOGUE_STRLEN`.
 * - `init`: lent, nullable.
 * - `channel`: takes a new reference.
 */
RTCResult rtc_peer_connection_create_data_channel_with_length(RTCPeerConnection *pc,
                                                              const char *label,
                                                              size_t label_length,
                                                              const RTCDataChannelInit *init,
                                                              RTCDataChannel **channel);

/**
 * The handler for the need of a new offer.
 *
 * <https://w3c.github.io/webrtc-pc/#dom-rtcpeerconnection-onnegotiationneeded>
 *
 * - `pc`: lent.
 * - `handler`: nullable; replaces the one before.
 * - `userdata`: nullable; handed to the handler.
 * - `destroy`: nullable; called on the callback thread when the handler was replaced or the connection is gone.
 */
RTCResult rtc_peer_connection_set_on_negotiation_needed(RTCPeerConnection *pc,
                                                        RTCEventHandler handler,
                                                        void *userdata,
                                                        DuologueDestroyCallback destroy);

/**
 * The handler for local candidates.
 *
 * <https://w3c.github.io/webrtc-pc/#dom-rtcpeerconnection-onicecandidate>
 *
 * - `pc`: lent.
 * - `handler`: nullable; replaces the one before.
 * - `userdata`: nullable; handed to the handler.
 * - `destroy`: nullable; called on the callback thread when the handler was replaced or the connection is gone.
 */
RTCResult rtc_peer_connection_set_on_ice_candidate(RTCPeerConnection *pc,
                                                   RTCPeerConnectionIceEventHandler handler,
                                                   void *userdata,
                                                   DuologueDestroyCallback destroy);

/**
 * The handler for servers that give no candidate.
 *
 * <https://w3c.github.io/webrtc-pc/#dom-rtcpeerconnection-onicecandidateerror>
 *
 * - `pc`: lent.
 * - `handler`: nullable; replaces the one before.
 * - `userdata`: nullable; handed to the handler.
 * - `destroy`: nullable; called on the callback thread when the handler was replaced or the connection is gone.
 */
RTCResult rtc_peer_connection_set_on_ice_candidate_error(RTCPeerConnection *pc,
                                                         RTCPeerConnectionIceErrorEventHandler handler,
                                                         void *userdata,
                                                         DuologueDestroyCallback destroy);

/**
 * The handler for a change of the signaling state.
 *
 * <https://w3c.github.io/webrtc-pc/#dom-rtcpeerconnection-onsignalingstatechange>
 *
 * - `pc`: lent.
 * - `handler`: nullable; replaces the one before.
 * - `userdata`: nullable; handed to the handler.
 * - `destroy`: nullable; called on the callback thread when the handler was replaced or the connection is gone.
 */
RTCResult rtc_peer_connection_set_on_signaling_state_change(RTCPeerConnection *pc,
                                                            RTCEventHandler handler,
                                                            void *userdata,
                                                            DuologueDestroyCallback destroy);

/**
 * The handler for a change of the ICE connection state.
 *
 * <https://w3c.github.io/webrtc-pc/#dom-rtcpeerconnection-oniceconnectionstatechange>
 *
 * - `pc`: lent.
 * - `handler`: nullable; replaces the one before.
 * - `userdata`: nullable; handed to the handler.
 * - `destroy`: nullable; called on the callback thread when the handler was replaced or the connection is gone.
 */
RTCResult rtc_peer_connection_set_on_ice_connection_state_change(RTCPeerConnection *pc,
                                                                 RTCEventHandler handler,
                                                                 void *userdata,
                                                                 DuologueDestroyCallback destroy);

/**
 * The handler for a change of the gathering state.
 *
 * <https://w3c.github.io/webrtc-pc/#dom-rtcpeerconnection-onicegatheringstatechange>
 *
 * - `pc`: lent.
 * - `handler`: nullable; replaces the one before.
 * - `userdata`: nullable; handed to the handler.
 * - `destroy`: nullable; called on the callback thread when the handler was replaced or the connection is gone.
 */
RTCResult rtc_peer_connection_set_on_ice_gathering_state_change(RTCPeerConnection *pc,
                                                                RTCEventHandler handler,
                                                                void *userdata,
                                                                DuologueDestroyCallback destroy);

/**
 * The handler for a change of the connection state.
 *
 * <https://w3c.github.io/webrtc-pc/#dom-rtcpeerconnection-onconnectionstatechange>
 *
 * - `pc`: lent.
 * - `handler`: nullable; replaces the one before.
 * - `userdata`: nullable; handed to the handler.
 * - `destroy`: nullable; called on the callback thread when the handler was replaced or the connection is gone.
 */
RTCResult rtc_peer_connection_set_on_connection_state_change(RTCPeerConnection *pc,
                                                             RTCEventHandler handler,
                                                             void *userdata,
                                                             DuologueDestroyCallback destroy);

/**
 * The handler for data channels that the peer opened.
 *
 * <https://w3c.github.io/webrtc-pc/#dom-rtcpeerconnection-ondatachannel>
 *
 * - `pc`: lent.
 * - `handler`: nullable; replaces the one before.
 * - `userdata`: nullable; handed to the handler.
 * - `destroy`: nullable; called on the callback thread when the handler was replaced or the connection is gone.
 */
RTCResult rtc_peer_connection_set_on_data_channel(RTCPeerConnection *pc,
                                                  RTCDataChannelEventHandler handler,
                                                  void *userdata,
                                                  DuologueDestroyCallback destroy);

/**
 * Makes an offer.
 *
 * <https://w3c.github.io/webrtc-pc/#dom-rtcpeerconnection-createoffer>
 *
 * - `pc`: lent.
 * - `options`: lent, nullable.
 * - `callback`: nullable; settles the promise.
 * - `userdata`: nullable; handed to the callback.
 *
 * Returns `RTC_RESULT_INVALID_STATE_ERROR` if the connection is closed or has an offer of the peer to answer.
 */
RTCResult rtc_peer_connection_create_offer(RTCPeerConnection *pc,
                                           const RTCOfferOptions *options,
                                           DuologueDescriptionCallback callback,
                                           void *userdata);

/**
 * Does the same as `rtc_peer_connection_create_offer` and waits until it is done.
 *
 * - `pc`: lent.
 * - `options`: lent, nullable.
 * - `timeout_ms`: how many milliseconds to wait at most; negative: without limit.
 * - `description`: takes a dictionary to be released by `duologue_free`.
 *
 * Returns also what the promise was rejected with; `DUOLOGUE_RESULT_TIMED_OUT`; on the callback thread
 * `DUOLOGUE_RESULT_WRONG_THREAD`.
 */
RTCResult duologue_peer_connection_create_offer_wait(RTCPeerConnection *pc,
                                                     const RTCOfferOptions *options,
                                                     int32_t timeout_ms,
                                                     RTCSessionDescriptionInit **description);

/**
 * Makes an answer to the offer of the peer.
 *
 * <https://w3c.github.io/webrtc-pc/#dom-rtcpeerconnection-createanswer>
 *
 * - `pc`: lent.
 * - `options`: lent, nullable.
 * - `callback`: nullable; settles the promise.
 * - `userdata`: nullable; handed to the callback.
 *
 * Returns `RTC_RESULT_INVALID_STATE_ERROR` if the connection is closed or has no offer of the peer to answer.
 */
RTCResult rtc_peer_connection_create_answer(RTCPeerConnection *pc,
                                            const RTCAnswerOptions *options,
                                            DuologueDescriptionCallback callback,
                                            void *userdata);

/**
 * Does the same as `rtc_peer_connection_create_answer` and waits until it is done.
 *
 * - `pc`: lent.
 * - `options`: lent, nullable.
 * - `timeout_ms`: how many milliseconds to wait at most; negative: without limit.
 * - `description`: takes a dictionary to be released by `duologue_free`.
 *
 * Returns also what the promise was rejected with; `DUOLOGUE_RESULT_TIMED_OUT`; on the callback thread
 * `DUOLOGUE_RESULT_WRONG_THREAD`.
 */
RTCResult duologue_peer_connection_create_answer_wait(RTCPeerConnection *pc,
                                                      const RTCAnswerOptions *options,
                                                      int32_t timeout_ms,
                                                      RTCSessionDescriptionInit **description);

/**
 * Sets the local description, and has candidates gathered.
 *
 * <https://w3c.github.io/webrtc-pc/#dom-rtcpeerconnection-setlocaldescription>
 *
 * - `pc`: lent.
 * - `description`: lent; NULL: an offer or answer, as the signaling state asks for, is made first.
 * - `callback`: nullable; settles the promise.
 * - `userdata`: nullable; handed to the callback.
 *
 * Returns `RTC_RESULT_INVALID_STATE_ERROR` if the connection is closed or its state does not allow it,
 * `RTC_RESULT_INVALID_MODIFICATION_ERROR` for an SDP that is not that of the last offer or answer made.
 */
RTCResult rtc_peer_connection_set_local_description(RTCPeerConnection *pc,
                                                    const RTCLocalSessionDescriptionInit *description,
                                                    DuologuePromiseCallback callback,
                                                    void *userdata);

/**
 * Does the same as `rtc_peer_connection_set_local_description` and waits until it is done.
 *
 * - `pc`: lent.
 * - `description`: lent; NULL: an offer or answer, as the signaling state asks for, is made first.
 * - `timeout_ms`: how many milliseconds to wait at most; negative: without limit.
 *
 * Returns also what the promise was rejected with; `DUOLOGUE_RESULT_TIMED_OUT`; on the callback thread
 * `DUOLOGUE_RESULT_WRONG_THREAD`.
 */
RTCResult duologue_peer_connection_set_local_description_wait(RTCPeerConnection *pc,
                                                              const RTCLocalSessionDescriptionInit *description,
                                                              int32_t timeout_ms);

/**
 * Sets the remote description.
 *
 * <https://w3c.github.io/webrtc-pc/#dom-rtcpeerconnection-setremotedescription>
 *
 * - `pc`: lent.
 * - `description`: lent.
 * - `callback`: nullable; settles the promise. For an SDP that is not valid the error's detail is
 *   `RTC_ERROR_DETAIL_TYPE_SDP_SYNTAX_ERROR`.
 * - `userdata`: nullable; handed to the callback.
 *
 * Returns `RTC_RESULT_INVALID_STATE_ERROR` if the connection is closed or its state does not allow an offer or a rollback.
 */
RTCResult rtc_peer_connection_set_remote_description(RTCPeerConnection *pc,
                                                     const RTCSessionDescriptionInit *description,
                                                     DuologuePromiseCallback callback,
                                                     void *userdata);

/**
 * Does the same as `rtc_peer_connection_set_remote_description` and waits until it is done.
 *
 * - `pc`: lent.
 * - `description`: lent.
 * - `timeout_ms`: how many milliseconds to wait at most; negative: without limit.
 *
 * Returns also what the promise was rejected with; `DUOLOGUE_RESULT_TIMED_OUT`; on the callback thread
 * `DUOLOGUE_RESULT_WRONG_THREAD`.
 */
RTCResult duologue_peer_connection_set_remote_description_wait(RTCPeerConnection *pc,
                                                               const RTCSessionDescriptionInit *description,
                                                               int32_t timeout_ms);

/**
 * Adds a candidate of the peer.
 *
 * <https://w3c.github.io/webrtc-pc/#dom-rtcpeerconnection-addicecandidate>
 *
 * - `pc`: lent.
 * - `candidate`: lent; NULL: there are no more candidates.
 * - `callback`: nullable; settles the promise.
 * - `userdata`: nullable; handed to the callback.
 *
 * Returns `RTC_RESULT_INVALID_STATE_ERROR` if the connection is closed or has no remote description, `RTC_RESULT_TYPE_ERROR` if both the
 * mid and the index are null, `RTC_RESULT_OPERATION_ERROR` if the remote descriptions have no such m-section or username fragment.
 */
RTCResult rtc_peer_connection_add_ice_candidate(RTCPeerConnection *pc,
                                                const RTCIceCandidateInit *candidate,
                                                DuologuePromiseCallback callback,
                                                void *userdata);

/**
 * Does the same as `rtc_peer_connection_add_ice_candidate` and waits until it is done.
 *
 * - `pc`: lent.
 * - `candidate`: lent; NULL: there are no more candidates.
 * - `timeout_ms`: how many milliseconds to wait at most; negative: without limit.
 *
 * Returns also what the promise was rejected with; `DUOLOGUE_RESULT_TIMED_OUT`; on the callback thread
 * `DUOLOGUE_RESULT_WRONG_THREAD`.
 */
RTCResult duologue_peer_connection_add_ice_candidate_wait(RTCPeerConnection *pc,
                                                          const RTCIceCandidateInit *candidate,
                                                          int32_t timeout_ms);

/**
 * Makes a certificate, which may serve for any number of connections.
 *
 * <https://w3c.github.io/webrtc-pc/#dom-rtcpeerconnection-generatecertificate>
 *
 * - `runtime`: lent, nullable; the one whose thread calls back; NULL stands for the runtime that all share.
 * - `algorithm`: lent.
 * - `callback`: nullable; settles the promise.
 * - `userdata`: nullable; handed to the callback.
 *
 * Returns `RTC_RESULT_NOT_SUPPORTED_ERROR` for an algorithm that is not ECDSA with P-256 or RSASSA-PKCS1-v1_5 with SHA-256.
 */
RTCResult rtc_peer_connection_generate_certificate(DuologueRuntime *runtime,
                                                   const RTCAlgorithmIdentifier *algorithm,
                                                   DuologueCertificateCallback callback,
                                                   void *userdata);

/**
 * Does the same as `rtc_peer_connection_generate_certificate` and waits until it is done.
 *
 * - `runtime`: lent, nullable.
 * - `algorithm`: lent.
 * - `timeout_ms`: how many milliseconds to wait at most; negative: without limit.
 * - `certificate`: takes a new reference.
 *
 * Returns also what the promise was rejected with; `DUOLOGUE_RESULT_TIMED_OUT`; on the callback thread
 * `DUOLOGUE_RESULT_WRONG_THREAD`.
 */
RTCResult duologue_peer_connection_generate_certificate_wait(DuologueRuntime *runtime,
                                                             const RTCAlgorithmIdentifier *algorithm,
                                                             int32_t timeout_ms,
                                                             RTCCertificate **certificate);

/**
 * Makes an offer: the legacy form of `rtc_peer_connection_create_offer`. What is wrong with the connection's state is
 * told to `failure_callback`, not returned.
 *
 * <https://w3c.github.io/webrtc-pc/#dom-peerconnection-createoffer>
 *
 * - `pc`: lent.
 * - `success_callback`: nullable; called once unless the other is.
 * - `failure_callback`: nullable; called once unless the other is.
 * - `options`: lent, nullable.
 * - `userdata`: nullable; handed to the function that is called.
 *
 * Returns `RTC_RESULT_TYPE_ERROR` for bad arguments.
 */
RTCResult rtc_peer_connection_create_offer_with_callbacks(RTCPeerConnection *pc,
                                                          RTCSessionDescriptionCallback success_callback,
                                                          RTCPeerConnectionErrorCallback failure_callback,
                                                          const RTCOfferOptions *options,
                                                          void *userdata);

/**
 * Makes an answer: the legacy form of `rtc_peer_connection_create_answer`. What is wrong with the connection's state is
 * told to `failure_callback`, not returned.
 *
 * <https://w3c.github.io/webrtc-pc/#dom-peerconnection-createanswer>
 *
 * - `pc`: lent.
 * - `success_callback`: nullable; called once unless the other is.
 * - `failure_callback`: nullable; called once unless the other is.
 * - `userdata`: nullable; handed to the function that is called.
 *
 * Returns `RTC_RESULT_TYPE_ERROR` for bad arguments.
 */
RTCResult rtc_peer_connection_create_answer_with_callbacks(RTCPeerConnection *pc,
                                                           RTCSessionDescriptionCallback success_callback,
                                                           RTCPeerConnectionErrorCallback failure_callback,
                                                           void *userdata);

/**
 * Sets the local description: the legacy form of `rtc_peer_connection_set_local_description`. What is wrong with the
 * description or the connection's state is told to `failure_callback`, not returned.
 *
 * <https://w3c.github.io/webrtc-pc/#dom-peerconnection-setlocaldescription>
 *
 * - `pc`: lent.
 * - `description`: lent; NULL: an offer or answer, as the signaling state asks for, is made first.
 * - `success_callback`: nullable; called once unless the other is.
 * - `failure_callback`: nullable; called once unless the other is.
 * - `userdata`: nullable; handed to the function that is called.
 *
 * Returns `RTC_RESULT_TYPE_ERROR` for bad arguments.
 */
RTCResult rtc_peer_connection_set_local_description_with_callbacks(RTCPeerConnection *pc,
                                                                   const RTCLocalSessionDescriptionInit *description,
                                                                   DuologueVoidFunction success_callback,
                                                                   RTCPeerConnectionErrorCallback failure_callback,
                                                                   void *userdata);

/**
 * Sets the remote description: the legacy form of `rtc_peer_connection_set_remote_description`. What is wrong with the
 * description or the connection's state is told to `failure_callback`, not returned.
 *
 * <https://w3c.github.io/webrtc-pc/#dom-peerconnection-setremotedescription>
 *
 * - `pc`: lent.
 * - `description`: lent.
 * - `success_callback`: nullable; called once unless the other is.
 * - `failure_callback`: nullable; called once unless the other is.
 * - `userdata`: nullable; handed to the function that is called.
 *
 * Returns `RTC_RESULT_TYPE_ERROR` for bad arguments.
 */
RTCResult rtc_peer_connection_set_remote_description_with_callbacks(RTCPeerConnection *pc,
                                                                    const RTCSessionDescriptionInit *description,
                                                                    DuologueVoidFunction success_callback,
                                                                    RTCPeerConnectionErrorCallback failure_callback,
                                                                    void *userdata);

/**
 * Adds a candidate of the peer: the legacy form of `rtc_peer_connection_add_ice_candidate`. What is wrong with the
 * candidate or the connection's state is told to `failure_callback`, not returned.
 *
 * <https://w3c.github.io/webrtc-pc/#dom-peerconnection-addicecandidate>
 *
 * - `pc`: lent.
 * - `candidate`: lent; NULL: there are no more candidates.
 * - `success_callback`: nullable; called once unless the other is.
 * - `failure_callback`: nullable; called once unless the other is.
 * - `userdata`: nullable; handed to the function that is called.
 *
 * Returns `RTC_RESULT_TYPE_ERROR` for bad arguments.
 */
RTCResult rtc_peer_connection_add_ice_candidate_with_callbacks(RTCPeerConnection *pc,
                                                               const RTCIceCandidateInit *candidate,
                                                               DuologueVoidFunction success_callback,
                                                               RTCPeerConnectionErrorCallback failure_callback,
                                                               void *userdata);

/**
 * Sends a track, by a transceiver that has none or a new one. The next offer carries it.
 *
 * <https://w3c.github.io/webrtc-pc/#dom-rtcpeerconnection-addtrack>
 *
 * - `pc`: lent.
 * - `track`: lent.
 * - `streams`: lent handles of the streams to which the peer is to add the track; NULL if there are none.
 * - `streams_length`: the number of streams.
 * - `sender`: nullable; takes a new reference.
 *
 * Returns `RTC_RESULT_INVALID_STATE_ERROR` if the connection is closed, `RTC_RESULT_INVALID_ACCESS_ERROR` if it sends the track already.
 */
RTCResult rtc_peer_connection_add_track(RTCPeerConnection *pc,
                                        RTCMediaStreamTrack *track,
                                        RTCMediaStream *const *streams,
                                        size_t streams_length,
                                        RTCRtpSender **sender);

/**
 * Stops sending a track; the peer's goes on to exist, muted. The next offer carries it.
 *
 * <https://w3c.github.io/webrtc-pc/#dom-rtcpeerconnection-removetrack>
 *
 * - `pc`: lent.
 * - `sender`: lent; one of the connection's.
 *
 * Returns `RTC_RESULT_INVALID_STATE_ERROR` if the connection is closed, `RTC_RESULT_INVALID_ACCESS_ERROR` for the sender of another one.
 */
RTCResult rtc_peer_connection_remove_track(RTCPeerConnection *pc,
                                           RTCRtpSender *sender);

/**
 * Makes a transceiver that sends a track. The next offer carries it.
 *
 * <https://w3c.github.io/webrtc-pc/#dom-rtcpeerconnection-addtransceiver>
 *
 * - `pc`: lent.
 * - `track`: lent.
 * - `init`: lent, nullable.
 * - `transceiver`: nullable; takes a new reference.
 *
 * Returns `RTC_RESULT_INVALID_STATE_ERROR` if the connection is closed, `RTC_RESULT_TYPE_ERROR` for the direction stopped; for encodings
 * `RTC_RESULT_TYPE_ERROR` if their rids are not all there, different and made of letters and digits, `RTC_RESULT_RANGE_ERROR` for a number
 * out of range, `RTC_RESULT_OPERATION_ERROR` for a codec, layers or a largest picture that are not supported,
 * `RTC_RESULT_INVALID_MODIFICATION_ERROR` for a `ptime` beside `adaptive_ptime`.
 */
RTCResult rtc_peer_connection_add_transceiver(RTCPeerConnection *pc,
                                              RTCMediaStreamTrack *track,
                                              const RTCRtpTransceiverInit *init,
                                              RTCRtpTransceiver **transceiver);

/**
 * Makes a transceiver without a track, as `rtc_peer_connection_add_transceiver` does: to receive, or to be given a track later.
 *
 * <https://w3c.github.io/webrtc-pc/#dom-rtcpeerconnection-addtransceiver>
 *
 * - `pc`: lent.
 * - `kind`: lent; `"audio"` or `"video"`; anything else is `RTC_RESULT_TYPE_ERROR`.
 * - `init`: lent, nullable.
 * - `transceiver`: nullable; takes a new reference.
 */
RTCResult rtc_peer_connection_add_transceiver_of_kind(RTCPeerConnection *pc,
                                                      const char *kind,
                                                      const RTCRtpTransceiverInit *init,
                                                      RTCRtpTransceiver **transceiver);

/**
 * The senders of the transceivers that are not stopped, in the order in which they were made.
 *
 * <https://w3c.github.io/webrtc-pc/#dom-rtcpeerconnection-getsenders>
 *
 * - `pc`: lent.
 * - `senders`: takes an array of lent handles, to be released by `duologue_free`; NULL if there are none.
 * - `length`: takes the number of senders.
 */
RTCResult rtc_peer_connection_get_senders(const RTCPeerConnection *pc,
                                          RTCRtpSender ***senders,
                                          size_t *length);

/**
 * The receivers of the transceivers that are not stopped, in the order in which they were made.
 *
 * <https://w3c.github.io/webrtc-pc/#dom-rtcpeerconnection-getreceivers>
 *
 * - `pc`: lent.
 * - `receivers`: takes an array of lent handles, to be released by `duologue_free`; NULL if there are none.
 * - `length`: takes the number of receivers.
 */
RTCResult rtc_peer_connection_get_receivers(const RTCPeerConnection *pc,
                                            RTCRtpReceiver ***receivers,
                                            size_t *length);

/**
 * The transceivers, in the order in which they were made.
 *
 * <https://w3c.github.io/webrtc-pc/#dom-rtcpeerconnection-gettransceivers>
 *
 * - `pc`: lent.
 * - `transceivers`: takes an array of lent handles, to be released by `duologue_free`; NULL if there are none.
 * - `length`: takes the number of transceivers.
 */
RTCResult rtc_peer_connection_get_transceivers(const RTCPeerConnection *pc,
                                               RTCRtpTransceiver ***transceivers,
                                               size_t *length);

/**
 * The handler for tracks that the peer sends.
 *
 * <https://w3c.github.io/webrtc-pc/#dom-rtcpeerconnection-ontrack>
 *
 * - `pc`: lent.
 * - `handler`: nullable; replaces the one before.
 * - `userdata`: nullable; handed to the handler.
 * - `destroy`: nullable; called on the callback thread when the handler was replaced or the connection is gone.
 */
RTCResult rtc_peer_connection_set_on_track(RTCPeerConnection *pc,
                                           RTCTrackEventHandler handler,
                                           void *userdata,
                                           DuologueDestroyCallback destroy);

/**
 * Sends each track of a stream that is not sent yet, as `rtc_peer_connection_add_track` does.
 *
 * <https://developer.mozilla.org/docs/Web/API/RTCPeerConnection/addStream>
 *
 * - `pc`: lent.
 * - `stream`: lent.
 *
 * Returns `RTC_RESULT_INVALID_STATE_ERROR` if the connection is closed.
 */
RTCResult rtc_peer_connection_add_stream(RTCPeerConnection *pc,
                                         RTCMediaStream *stream);

/**
 * Stops sending the tracks of a stream, as `rtc_peer_connection_remove_track` does. A stream of which none is sent is nothing.
 *
 * <https://developer.mozilla.org/docs/Web/API/RTCPeerConnection/removeStream>
 *
 * - `pc`: lent.
 * - `stream`: lent.
 *
 * Returns `RTC_RESULT_INVALID_STATE_ERROR` if the connection is closed.
 */
RTCResult rtc_peer_connection_remove_stream(RTCPeerConnection *pc,
                                            RTCMediaStream *stream);

/**
 * The streams whose tracks are sent.
 *
 * <https://developer.mozilla.org/docs/Web/API/RTCPeerConnection/getLocalStreams>
 *
 * - `pc`: lent.
 * - `streams`: takes an array of lent handles, to be released by `duologue_free`; NULL if there are none.
 * - `length`: takes the number of streams.
 */
RTCResult rtc_peer_connection_get_local_streams(const RTCPeerConnection *pc,
                                                RTCMediaStream ***streams,
                                                size_t *length);

/**
 * The streams whose tracks are received.
 *
 * <https://developer.mozilla.org/docs/Web/API/RTCPeerConnection/getRemoteStreams>
 *
 * - `pc`: lent.
 * - `streams`: takes an array of lent handles, to be released by `duologue_free`; NULL if there are none.
 * - `length`: takes the number of streams.
 */
RTCResult rtc_peer_connection_get_remote_streams(const RTCPeerConnection *pc,
                                                 RTCMediaStream ***streams,
                                                 size_t *length);

/**
 * The stream of this id among those whose tracks are sent or received.
 *
 * <https://developer.mozilla.org/docs/Web/API/RTCPeerConnection/getStreamById>
 *
 * - `pc`: lent.
 * - `id`: lent.
 *
 * Returns a new reference; NULL if there is none.
 */
RTCMediaStream *rtc_peer_connection_get_stream_by_id(const RTCPeerConnection *pc,
                                                     const char *id);

/**
 * What sends tones beside a track of audio: that of its sender.
 *
 * <https://developer.mozilla.org/docs/Web/API/RTCPeerConnection/createDTMFSender>
 *
 * - `pc`: lent.
 * - `track`: lent.
 * - `dtmf`: takes a new reference.
 *
 * Returns `RTC_RESULT_INVALID_ACCESS_ERROR` if the track is not sent or not of audio, `RTC_RESULT_INVALID_STATE_ERROR` if the connection
 * is closed.
 */
RTCResult rtc_peer_connection_create_dtmf_sender(RTCPeerConnection *pc,
                                                 RTCMediaStreamTrack *track,
                                                 RTCDTMFSender **dtmf);

/**
 * The handler for streams that the peer added.
 *
 * <https://developer.mozilla.org/docs/Web/API/RTCPeerConnection/addstream_event>
 *
 * - `pc`: lent.
 * - `handler`: nullable; replaces the one before.
 * - `userdata`: nullable; handed to the handler.
 * - `destroy`: nullable; called on the callback thread when the handler was replaced or the connection is gone.
 */
RTCResult rtc_peer_connection_set_on_add_stream(RTCPeerConnection *pc,
                                                RTCMediaStreamEventHandler handler,
                                                void *userdata,
                                                DuologueDestroyCallback destroy);

/**
 * The handler for streams that the peer removed.
 *
 * <https://developer.mozilla.org/docs/Web/API/RTCPeerConnection/removestream_event>
 *
 * - `pc`: lent.
 * - `handler`: nullable; replaces the one before.
 * - `userdata`: nullable; handed to the handler.
 * - `destroy`: nullable; called on the callback thread when the handler was replaced or the connection is gone.
 */
RTCResult rtc_peer_connection_set_on_remove_stream(RTCPeerConnection *pc,
                                                   RTCMediaStreamEventHandler handler,
                                                   void *userdata,
                                                   DuologueDestroyCallback destroy);

/**
 * The handler for the end of stats objects: the pairs and candidates that an ICE restart replaced, streams that are not sent any more,
 * their codecs and tracks, transports that nothing uses, and closed data channels that made room for others. No report has them any more.
 *
 * <https://www.w3.org/TR/2018/CR-webrtc-20180927/#rtcstatsevent>
 *
 * - `pc`: lent.
 * - `handler`: nullable; replaces the one before.
 * - `userdata`: nullable; handed to the handler.
 * - `destroy`: nullable; called on the callback thread when the handler was replaced or the connection is gone.
 */
RTCResult rtc_peer_connection_set_on_stats_ended(RTCPeerConnection *pc,
                                                 RTCStatsEventHandler handler,
                                                 void *userdata,
                                                 DuologueDestroyCallback destroy);

/**
 * Adds a reference.
 *
 * - `transceiver`: lent, nullable.
 *
 * Returns `transceiver`.
 */
RTCRtpTransceiver *rtc_rtp_transceiver_ref(RTCRtpTransceiver *transceiver);

/**
 * Gives a reference up.
 *
 * - `transceiver`: nullable.
 */
void rtc_rtp_transceiver_unref(RTCRtpTransceiver *transceiver);

/**
 * The name of its m-section.
 *
 * <https://w3c.github.io/webrtc-pc/#dom-rtcrtptransceiver-mid>
 *
 * - `transceiver`: lent.
 *
 * Returns a text that lives as long as the transceiver; NULL before a description names it, and again after its rollback.
 */
const char *rtc_rtp_transceiver_mid(const RTCRtpTransceiver *transceiver);

/**
 * What sends.
 *
 * <https://w3c.github.io/webrtc-pc/#dom-rtcrtptransceiver-sender>
 *
 * - `transceiver`: lent.
 *
 * Returns a new reference; NULL for NULL.
 */
RTCRtpSender *rtc_rtp_transceiver_sender(const RTCRtpTransceiver *transceiver);

/**
 * What receives.
 *
 * <https://w3c.github.io/webrtc-pc/#dom-rtcrtptransceiver-receiver>
 *
 * - `transceiver`: lent.
 *
 * Returns a new reference; NULL for NULL.
 */
RTCRtpReceiver *rtc_rtp_transceiver_receiver(const RTCRtpTransceiver *transceiver);

/**
 * What it is to do.
 *
 * <https://w3c.github.io/webrtc-pc/#dom-rtcrtptransceiver-direction>
 *
 * - `transceiver`: lent.
 *
 * Returns 0 for NULL.
 */
RTCRtpTransceiverDirection rtc_rtp_transceiver_direction(const RTCRtpTransceiver *transceiver);

/**
 * Says what it is to do. The next negotiation carries it.
 *
 * <https://w3c.github.io/webrtc-pc/#dom-rtcrtptransceiver-direction>
 *
 * - `transceiver`: lent.
 * - `value`: anything but `RTC_RTP_TRANSCEIVER_DIRECTION_STOPPED`, which is `RTC_RESULT_TYPE_ERROR`.
 *
 * Returns `RTC_RESULT_INVALID_STATE_ERROR` if the transceiver is stopped or the connection closed.
 */
RTCResult rtc_rtp_transceiver_set_direction(RTCRtpTransceiver *transceiver,
                                            RTCRtpTransceiverDirection value);

/**
 * What was negotiated that it does.
 *
 * <https://w3c.github.io/webrtc-pc/#dom-rtcrtptransceiver-currentdirection>
 *
 * - `transceiver`: lent.
 * - `value`: written if there is a value.
 *
 * Returns false if the value is null: nothing has been negotiated yet.
 */
bool rtc_rtp_transceiver_current_direction(const RTCRtpTransceiver *transceiver,
                                           RTCRtpTransceiverDirection *value);

/**
 * Has it stop sending and receiving, for good. The next negotiation carries it. Stopping it again is nothing.
 *
 * <https://w3c.github.io/webrtc-pc/#dom-rtcrtptransceiver-stop>
 *
 * - `transceiver`: lent.
 *
 * Returns `RTC_RESULT_INVALID_STATE_ERROR` if the connection is closed.
 */
RTCResult rtc_rtp_transceiver_stop(RTCRtpTransceiver *transceiver);

/**
 * Says which codecs to negotiate, the preferred first. The next negotiation carries it.
 *
 * <https://w3c.github.io/webrtc-pc/#dom-rtcrtptransceiver-setcodecpreferences>
 *
 * - `transceiver`: lent.
 * - `codecs`: some of those that `rtc_rtp_sender_get_capabilities` and `rtc_rtp_receiver_get_capabilities` give, lent; NULL if there
 *   are none.
 * - `codecs_length`: the number of codecs; 0: the library decides.
 *
 * Returns `RTC_RESULT_INVALID_MODIFICATION_ERROR` for codecs that cannot be received, or if only codecs for retransmission and
 * correction are left.
 */
RTCResult rtc_rtp_transceiver_set_codec_preferences(RTCRtpTransceiver *transceiver,
                                                    const RTCRtpCodec *codecs,
                                                    size_t codecs_length);

/**
 * The header extensions that can be negotiated, each with the direction that is offered.
 *
 * <https://w3c.github.io/webrtc-extensions/#dom-rtcrtptransceiver-getheaderextensionstonegotiate>
 *
 * - `transceiver`: lent.
 * - `extensions`: takes an array that may be changed and is to be released by `duologue_free`; NULL if there are none.
 * - `length`: takes the number of extensions.
 */
RTCResult rtc_rtp_transceiver_get_header_extensions_to_negotiate(const RTCRtpTransceiver *transceiver,
                                                                 RTCRtpHeaderExtensionCapability **extensions,
                                                                 size_t *length);

/**
 * Says which header extensions to offer: as many as `rtc_rtp_transceiver_get_header_extensions_to_negotiate` gives, in that order, with other directions.
 *
 * <https://w3c.github.io/webrtc-extensions/#dom-rtcrtptransceiver-setheaderextensionstonegotiate>
 *
 * - `transceiver`: lent.
 * - `extensions`: lent.
 * - `extensions_length`: the number of extensions.
 *
 * Returns `RTC_RESULT_INVALID_MODIFICATION_ERROR` for another number or order, or if an extension that is needed would be stopped.
 */
RTCResult rtc_rtp_transceiver_set_header_extensions_to_negotiate(RTCRtpTransceiver *transceiver,
                                                                 const RTCRtpHeaderExtensionCapability *extensions,
                                                                 size_t extensions_length);

/**
 * The header extensions, each with the direction that was negotiated.
 *
 * <https://w3c.github.io/webrtc-extensions/#dom-rtcrtptransceiver-getnegotiatedheaderextensions>
 *
 * - `transceiver`: lent.
 * - `extensions`: takes an array that is to be released by `duologue_free`; NULL if there are none.
 * - `length`: takes the number of extensions.
 */
RTCResult rtc_rtp_transceiver_get_negotiated_header_extensions(const RTCRtpTransceiver *transceiver,
                                                               RTCRtpHeaderExtensionCapability **extensions,
                                                               size_t *length);

/**
 * Whether RTP header extensions are encrypted (RFC 9335).
 *
 * <https://w3c.github.io/webrtc-extensions/#dom-rtcrtptransceiver-rtpheaderencryptionnegotiated>
 *
 * - `transceiver`: lent.
 *
 * Returns false for NULL.
 */
bool rtc_rtp_transceiver_rtp_header_encryption_negotiated(const RTCRtpTransceiver *transceiver);

/**
 * Adds a reference.
 *
 * - `sender`: lent, nullable.
 *
 * Returns `sender`.
 */
RTCRtpSender *rtc_rtp_sender_ref(RTCRtpSender *sender);

/**
 * Gives a reference up.
 *
 * - `sender`: nullable.
 */
void rtc_rtp_sender_unref(RTCRtpSender *sender);

/**
 * The track that is sent.
 *
 * <https://w3c.github.io/webrtc-pc/#dom-rtcrtpsender-track>
 *
 * - `sender`: lent.
 *
 * Returns a new reference; NULL if there is none.
 */
RTCMediaStreamTrack *rtc_rtp_sender_track(const RTCRtpSender *sender);

/**
 * What the packets of the track are sent over.
 *
 * <https://w3c.github.io/webrtc-pc/#dom-rtcrtpsender-transport>
 *
 * - `sender`: lent.
 *
 * Returns a new reference; NULL if there is none yet.
 */
RTCDtlsTransport *rtc_rtp_sender_transport(const RTCRtpSender *sender);

/**
 * What sends tones, for audio.
 *
 * <https://w3c.github.io/webrtc-pc/#dom-rtcrtpsender-dtmf>
 *
 * - `sender`: lent.
 *
 * Returns a new reference; NULL for video.
 */
RTCDTMFSender *rtc_rtp_sender_dtmf(const RTCRtpSender *sender);

/**
 * What this library can send, whatever the connection.
 *
 * <https://w3c.github.io/webrtc-pc/#dom-rtcrtpsender-getcapabilities>
 *
 * - `kind`: lent; `"audio"` or `"video"`.
 *
 * Returns a dictionary that may be changed and is to be released by `duologue_free`; NULL for any other kind.
 */
RTCRtpCapabilities *rtc_rtp_sender_get_capabilities(const char *kind);

/**
 * How the track is sent. What is got can be set once: in a callback until its task ends, on any other thread until a description
 * changes it. As long as it can be set, each call gives the same.
 *
 * <https://w3c.github.io/webrtc-pc/#dom-rtcrtpsender-getparameters>
 *
 * - `sender`: lent.
 * - `parameters`: takes a dictionary that may be changed and is to be released by `duologue_free`.
 */
RTCResult rtc_rtp_sender_get_parameters(RTCRtpSender *sender,
                                        RTCRtpSendParameters **parameters);

/**
 * Changes how the track is sent: sets what `rtc_rtp_sender_get_parameters` gave, with the encodings changed. No negotiation is
 * needed for it.
 *
 * <https://w3c.github.io/webrtc-pc/#dom-rtcrtpsender-setparameters>
 *
 * - `sender`: lent.
 * - `parameters`: lent.
 * - `options`: lent, nullable.
 * - `callback`: nullable; settles the promise.
 * - `userdata`: nullable; handed to the callback.
 *
 * Returns `RTC_RESULT_INVALID_STATE_ERROR` if the parameters were not got since they were last set or the transceiver is stopped,
 * `RTC_RESULT_INVALID_MODIFICATION_ERROR` for a change of what cannot be changed, a codec that was not negotiated or layers that it
 * does not have, `RTC_RESULT_RANGE_ERROR` for a number out of range.
 */
RTCResult rtc_rtp_sender_set_parameters(RTCRtpSender *sender,
                                        const RTCRtpSendParameters *parameters,
                                        const RTCSetParameterOptions *options,
                                        DuologuePromiseCallback callback,
                                        void *userdata);

/**
 * Does the same as `rtc_rtp_sender_set_parameters` and waits until it is done.
 *
 * - `sender`: lent.
 * - `parameters`: lent.
 * - `options`: lent, nullable.
 * - `timeout_ms`: how many milliseconds to wait at most; negative: without limit.
 *
 * Returns also what the promise was rejected with; `DUOLOGUE_RESULT_TIMED_OUT`; on the callback thread
 * `DUOLOGUE_RESULT_WRONG_THREAD`.
 */
RTCResult duologue_rtp_sender_set_parameters_wait(RTCRtpSender *sender,
                                                  const RTCRtpSendParameters *parameters,
                                                  const RTCSetParameterOptions *options,
                                                  int32_t timeout_ms);

/**
 * Sends another track of the same kind, without negotiation.
 *
 * <https://w3c.github.io/webrtc-pc/#dom-rtcrtpsender-replacetrack>
 *
 * - `sender`: lent.
 * - `track`: lent, nullable; NULL: nothing is sent.
 * - `callback`: nullable; settles the promise.
 * - `userdata`: nullable; handed to the callback.
 *
 * Returns `RTC_RESULT_TYPE_ERROR` for a track of the other kind, `RTC_RESULT_INVALID_STATE_ERROR` if the transceiver is stopped or the
 * connection closed.
 */
RTCResult rtc_rtp_sender_replace_track(RTCRtpSender *sender,
                                       RTCMediaStreamTrack *track,
                                       DuologuePromiseCallback callback,
                                       void *userdata);

/**
 * Does the same as `rtc_rtp_sender_replace_track` and waits until it is done.
 *
 * - `sender`: lent.
 * - `track`: lent, nullable; NULL: nothing is sent.
 * - `timeout_ms`: how many milliseconds to wait at most; negative: without limit.
 *
 * Returns also what the promise was rejected with; `DUOLOGUE_RESULT_TIMED_OUT`; on the callback thread
 * `DUOLOGUE_RESULT_WRONG_THREAD`.
 */
RTCResult duologue_rtp_sender_replace_track_wait(RTCRtpSender *sender,
                                                 RTCMediaStreamTrack *track,
                                                 int32_t timeout_ms);

/**
 * Says to which streams the peer is to add the track. The next offer carries it.
 *
 * <https://w3c.github.io/webrtc-pc/#dom-rtcrtpsender-setstreams>
 *
 * - `sender`: lent.
 * - `streams`: lent handles; NULL if there are none.
 * - `streams_length`: the number of streams.
 *
 * Returns `RTC_RESULT_INVALID_STATE_ERROR` if the connection is closed.
 */
RTCResult rtc_rtp_sender_set_streams(RTCRtpSender *sender,
                                     RTCMediaStream *const *streams,
                                     size_t streams_length);

/**
 * Adds a reference.
 *
 * - `receiver`: lent, nullable.
 *
 * Returns `receiver`.
 */
RTCRtpReceiver *rtc_rtp_receiver_ref(RTCRtpReceiver *receiver);

/**
 * Gives a reference up.
 *
 * - `receiver`: nullable.
 */
void rtc_rtp_receiver_unref(RTCRtpReceiver *receiver);

/**
 * The track that is received. It is there from the beginning and never changes.
 *
 * <https://w3c.github.io/webrtc-pc/#dom-rtcrtpreceiver-track>
 *
 * - `receiver`: lent.
 *
 * Returns a new reference; NULL for NULL.
 */
RTCMediaStreamTrack *rtc_rtp_receiver_track(const RTCRtpReceiver *receiver);

/**
 * What the packets of the track are received over.
 *
 * <https://w3c.github.io/webrtc-pc/#dom-rtcrtpreceiver-transport>
 *
 * - `receiver`: lent.
 *
 * Returns a new reference; NULL if there is none yet.
 */
RTCDtlsTransport *rtc_rtp_receiver_transport(const RTCRtpReceiver *receiver);

/**
 * What this library can receive, whatever the connection.
 *
 * <https://w3c.github.io/webrtc-pc/#dom-rtcrtpreceiver-getcapabilities>
 *
 * - `kind`: lent; `"audio"` or `"video"`.
 *
 * Returns a dictionary that may be changed and is to be released by `duologue_free`; NULL for any other kind.
 */
RTCRtpCapabilities *rtc_rtp_receiver_get_capabilities(const char *kind);

/**
 * How the track is received.
 *
 * <https://w3c.github.io/webrtc-pc/#dom-rtcrtpreceiver-getparameters>
 *
 * - `receiver`: lent.
 * - `parameters`: takes a dictionary to be released by `duologue_free`.
 */
RTCResult rtc_rtp_receiver_get_parameters(const RTCRtpReceiver *receiver,
                                          RTCRtpReceiveParameters **parameters);

/**
 * The sources that were mixed into what was received in the last ten seconds (CSRCs), the latest first.
 *
 * <https://w3c.github.io/webrtc-pc/#dom-rtcrtpreceiver-getcontributingsources>
 *
 * - `receiver`: lent.
 * - `sources`: takes an array to be released by `duologue_free`; NULL if there are none.
 * - `length`: takes the number of sources.
 */
RTCResult rtc_rtp_receiver_get_contributing_sources(const RTCRtpReceiver *receiver,
                                                    const RTCRtpContributingSource **sources,
                                                    size_t *length);

/**
 * The sources that sent what was received in the last ten seconds (SSRCs), the latest first.
 *
 * <https://w3c.github.io/webrtc-pc/#dom-rtcrtpreceiver-getsynchronizationsources>
 *
 * - `receiver`: lent.
 * - `sources`: takes an array to be released by `duologue_free`; NULL if there are none.
 * - `length`: takes the number of sources.
 */
RTCResult rtc_rtp_receiver_get_synchronization_sources(const RTCRtpReceiver *receiver,
                                                       const RTCRtpSynchronizationSource **sources,
                                                       size_t *length);

/**
 * How long media is to wait before it is delivered, in milliseconds.
 *
 * <https://w3c.github.io/webrtc-pc/#dom-rtcrtpreceiver-jitterbuffertarget>
 *
 * - `receiver`: lent.
 * - `value`: written if there is a value.
 *
 * Returns false if the value is null: the library decides.
 */
bool rtc_rtp_receiver_jitter_buffer_target(const RTCRtpReceiver *receiver, double *value);

/**
 * Says how long media is to wait before it is delivered.
 *
 * <https://w3c.github.io/webrtc-pc/#dom-rtcrtpreceiver-jitterbuffertarget>
 *
 * - `receiver`: lent.
 * - `value`: from 0 to 4000 milliseconds; `DUOLOGUE_NONE`: null, the library decides.
 *
 * Returns `RTC_RESULT_RANGE_ERROR` for a number out of range, `RTC_RESULT_TYPE_ERROR` for one that is not finite.
 */
RTCResult rtc_rtp_receiver_set_jitter_buffer_target(RTCRtpReceiver *receiver,
                                                    double value);

/**
 * The handler for a change of what `rtc_rtp_receiver_get_synchronization_sources` gives.
 *
 * <https://w3c.github.io/webrtc-extensions/#dom-rtcrtpreceiver-onssrcchange>
 *
 * - `receiver`: lent.
 * - `handler`: nullable; replaces the one before.
 * - `userdata`: nullable; handed to the handler.
 * - `destroy`: nullable; called on the callback thread when the handler was replaced or the receiver is gone.
 */
RTCResult rtc_rtp_receiver_set_on_ssrc_change(RTCRtpReceiver *receiver,
                                              RTCEventHandler handler,
                                              void *userdata,
                                              DuologueDestroyCallback destroy);

/**
 * The handler for a change of what `rtc_rtp_receiver_get_contributing_sources` gives.
 *
 * <https://w3c.github.io/webrtc-extensions/#dom-rtcrtpreceiver-oncsrcchange>
 *
 * - `receiver`: lent.
 * - `handler`: nullable; replaces the one before.
 * - `userdata`: nullable; handed to the handler.
 * - `destroy`: nullable; called on the callback thread when the handler was replaced or the receiver is gone.
 */
RTCResult rtc_rtp_receiver_set_on_csrc_change(RTCRtpReceiver *receiver,
                                              RTCEventHandler handler,
                                              void *userdata,
                                              DuologueDestroyCallback destroy);

/**
 * Adds a reference.
 *
 * - `dtmf`: lent, nullable.
 *
 * Returns `dtmf`.
 */
RTCDTMFSender *rtc_dtmf_sender_ref(RTCDTMFSender *dtmf);

/**
 * Gives a reference up.
 *
 * - `dtmf`: nullable.
 */
void rtc_dtmf_sender_unref(RTCDTMFSender *dtmf);

/**
 * Has tones sent, in place of those that wait.
 *
 * <https://w3c.github.io/webrtc-pc/#dom-rtcdtmfsender-insertdtmf>
 *
 * - `dtmf`: lent.
 * - `tones`: of `0` to `9`, `A` to `D`, `#` and `*`, and `,` for a pause of two seconds; `""`: no more tones.
 * - `duration`: how many milliseconds a tone lasts, from 40 to 6000, to which other numbers are cut; `DUOLOGUE_NONE`: 100.
 * - `inter_tone_gap`: how many milliseconds there are between tones, from 30 to 6000, to which other numbers are cut; `DUOLOGUE_NONE`: 70.
 *
 * Returns `RTC_RESULT_INVALID_STATE_ERROR` if no tones can be sent, `RTC_RESULT_INVALID_CHARACTER_ERROR` for a tone that is none.
 */
RTCResult rtc_dtmf_sender_insert_dtmf(RTCDTMFSender *dtmf,
                                      const char *tones,
                                      int64_t duration,
                                      int64_t inter_tone_gap);

/**
 * Whether tones can be sent.
 *
 * <https://w3c.github.io/webrtc-pc/#dom-rtcdtmfsender-caninsertdtmf>
 *
 * - `dtmf`: lent.
 *
 * Returns false for NULL.
 */
bool rtc_dtmf_sender_can_insert_dtmf(const RTCDTMFSender *dtmf);

/**
 * The tones that wait to be sent.
 *
 * <https://w3c.github.io/webrtc-pc/#dom-rtcdtmfsender-tonebuffer>
 *
 * - `dtmf`: lent.
 *
 * Returns a text to be released by `duologue_free`; NULL for NULL.
 */
char *rtc_dtmf_sender_tone_buffer(const RTCDTMFSender *dtmf);

/**
 * The handler for each tone that begins, and for the end of all.
 *
 * <https://w3c.github.io/webrtc-pc/#dom-rtcdtmfsender-ontonechange>
 *
 * - `dtmf`: lent.
 * - `handler`: nullable; replaces the one before.
 * - `userdata`: nullable; handed to the handler.
 * - `destroy`: nullable; called on the callback thread when the handler was replaced or the sender is gone.
 */
RTCResult rtc_dtmf_sender_set_on_tone_change(RTCDTMFSender *dtmf,
                                             RTCDTMFToneChangeEventHandler handler,
                                             void *userdata,
                                             DuologueDestroyCallback destroy);

/**
 * Makes a description.
 *
 * <https://w3c.github.io/webrtc-pc/#dom-sessiondescription>
 *
 * - `init`: lent.
 * - `description`: takes a new reference.
 */
RTCResult rtc_session_description_create(const RTCSessionDescriptionInit *init,
                                         RTCSessionDescription **description);

/**
 * Adds a reference.
 *
 * - `description`: lent, nullable.
 *
 * Returns `description`.
 */
RTCSessionDescription *rtc_session_description_ref(RTCSessionDescription *description);

/**
 * Gives a reference up.
 *
 * - `description`: nullable.
 */
void rtc_session_description_unref(RTCSessionDescription *description);

/**
 * What the description is.
 *
 * <https://w3c.github.io/webrtc-pc/#dom-rtcsessiondescription-type>
 *
 * - `description`: lent.
 *
 * Returns 0 for NULL.
 */
RTCSdpType rtc_session_description_type(const RTCSessionDescription *description);

/**
 * The SDP.
 *
 * <https://w3c.github.io/webrtc-pc/#dom-rtcsessiondescription-sdp>
 *
 * - `description`: lent.
 *
 * Returns a text that belongs to the description; NULL for NULL.
 */
const char *rtc_session_description_sdp(const RTCSessionDescription *description);

/**
 * The description as a dictionary.
 *
 * <https://w3c.github.io/webrtc-pc/#dom-rtcsessiondescription-tojson>
 *
 * - `description`: lent.
 * - `init`: initialised by the caller, filled; its text belongs to the description.
 */
RTCResult rtc_session_description_to_json(const RTCSessionDescription *description,
                                          RTCSessionDescriptionInit *init);

/**
 * Makes a candidate. One that does not follow the grammar is kept as a text alone.
 *
 * <https://w3c.github.io/webrtc-pc/#dom-rtcicecandidate-constructor>
 *
 * - `init`: lent, nullable.
 * - `candidate`: takes a new reference.
 *
 * Returns `RTC_RESULT_TYPE_ERROR` if both the mid and the index are null.
 */
RTCResult rtc_ice_candidate_create(const RTCLocalIceCandidateInit *init,
                                   RTCIceCandidate **candidate);

/**
 * Adds a reference.
 *
 * - `candidate`: lent, nullable.
 *
 * Returns `candidate`.
 */
RTCIceCandidate *rtc_ice_candidate_ref(RTCIceCandidate *candidate);

/**
 * Gives a reference up.
 *
 * - `candidate`: nullable.
 */
void rtc_ice_candidate_unref(RTCIceCandidate *candidate);

/**
 * The candidate attribute, as it was given.
 *
 * <https://w3c.github.io/webrtc-pc/#dom-rtcicecandidate-candidate>
 *
 * - `candidate`: lent.
 *
 * Returns a text that belongs to the candidate; NULL for NULL.
 */
const char *rtc_ice_candidate_candidate(const RTCIceCandidate *candidate);

/**
 * The identification of the m-section that it belongs to.
 *
 * <https://w3c.github.io/webrtc-pc/#dom-rtcicecandidate-sdpmid>
 *
 * - `candidate`: lent.
 *
 * Returns a text that belongs to the candidate; NULL if there is none.
 */
const char *rtc_ice_candidate_sdp_mid(const RTCIceCandidate *candidate);

/**
 * The index of the m-section that it belongs to.
 *
 * <https://w3c.github.io/webrtc-pc/#dom-rtcicecandidate-sdpmlineindex>
 *
 * - `candidate`: lent.
 * - `value`: written if there is a value.
 *
 * Returns false if the value is null.
 */
bool rtc_ice_candidate_sdp_m_line_index(const RTCIceCandidate *candidate, uint16_t *value);

/**
 * What it has in common with candidates of the same kind, address and server.
 *
 * <https://w3c.github.io/webrtc-pc/#dom-rtcicecandidate-foundation>
 *
 * - `candidate`: lent.
 *
 * Returns a text that belongs to the candidate; NULL if there is none.
 */
const char *rtc_ice_candidate_foundation(const RTCIceCandidate *candidate);

/**
 * What it is for.
 *
 * <https://w3c.github.io/webrtc-pc/#dom-rtcicecandidate-component>
 *
 * - `candidate`: lent.
 * - `value`: written if there is a value.
 *
 * Returns false if the value is null.
 */
bool rtc_ice_candidate_component(const RTCIceCandidate *candidate,
                                 RTCIceComponent *value);

/**
 * Its priority.
 *
 * <https://w3c.github.io/webrtc-pc/#dom-rtcicecandidate-priority>
 *
 * - `candidate`: lent.
 * - `value`: written if there is a value.
 *
 * Returns false if the value is null.
 */
bool rtc_ice_candidate_priority(const RTCIceCandidate *candidate, uint32_t *value);

/**
 * Its address, or a name that ends in `.local`.
 *
 * <https://w3c.github.io/webrtc-pc/#dom-rtcicecandidate-address>
 *
 * - `candidate`: lent.
 *
 * Returns a text that belongs to the candidate; NULL if there is none.
 */
const char *rtc_ice_candidate_address(const RTCIceCandidate *candidate);

/**
 * Its transport protocol.
 *
 * <https://w3c.github.io/webrtc-pc/#dom-rtcicecandidate-protocol>
 *
 * - `candidate`: lent.
 * - `value`: written if there is a value.
 *
 * Returns false if the value is null.
 */
bool rtc_ice_candidate_protocol(const RTCIceCandidate *candidate,
                                RTCIceProtocol *value);

/**
 * Its port.
 *
 * <https://w3c.github.io/webrtc-pc/#dom-rtcicecandidate-port>
 *
 * - `candidate`: lent.
 * - `value`: written if there is a value.
 *
 * Returns false if the value is null.
 */
bool rtc_ice_candidate_port(const RTCIceCandidate *candidate, uint16_t *value);

/**
 * Where it comes from.
 *
 * <https://w3c.github.io/webrtc-pc/#dom-rtcicecandidate-type>
 *
 * - `candidate`: lent.
 * - `value`: written if there is a value.
 *
 * Returns false if the value is null.
 */
bool rtc_ice_candidate_type(const RTCIceCandidate *candidate,
                            RTCIceCandidateType *value);

/**
 * Who opens its TCP connection.
 *
 * <https://w3c.github.io/webrtc-pc/#dom-rtcicecandidate-tcptype>
 *
 * - `candidate`: lent.
 * - `value`: written if there is a value.
 *
 * Returns false if the value is null.
 */
bool rtc_ice_candidate_tcp_type(const RTCIceCandidate *candidate,
                                RTCIceTcpCandidateType *value);

/**
 * The address that it was derived from.
 *
 * <https://w3c.github.io/webrtc-pc/#dom-rtcicecandidate-relatedaddress>
 *
 * - `candidate`: lent.
 *
 * Returns a text that belongs to the candidate; NULL if there is none.
 */
const char *rtc_ice_candidate_related_address(const RTCIceCandidate *candidate);

/**
 * The port that it was derived from.
 *
 * <https://w3c.github.io/webrtc-pc/#dom-rtcicecandidate-relatedport>
 *
 * - `candidate`: lent.
 * - `value`: written if there is a value.
 *
 * Returns false if the value is null.
 */
bool rtc_ice_candidate_related_port(const RTCIceCandidate *candidate, uint16_t *value);

/**
 * The ICE username fragment of its generation.
 *
 * <https://w3c.github.io/webrtc-pc/#dom-rtcicecandidate-usernamefragment>
 *
 * - `candidate`: lent.
 *
 * Returns a text that belongs to the candidate; NULL if there is none.
 */
const char *rtc_ice_candidate_username_fragment(const RTCIceCandidate *candidate);

/**
 * How the TURN server is reached; only for local candidates.
 *
 * <https://w3c.github.io/webrtc-pc/#dom-rtcicecandidate-relayprotocol>
 *
 * - `candidate`: lent.
 * - `value`: written if there is a value.
 *
 * Returns false if the value is null.
 */
bool rtc_ice_candidate_relay_protocol(const RTCIceCandidate *candidate,
                                      RTCIceServerTransportProtocol *value);

/**
 * The URL of the server that it came from; only for local candidates.
 *
 * <https://w3c.github.io/webrtc-pc/#dom-rtcicecandidate-url>
 *
 * - `candidate`: lent.
 *
 * Returns a text that belongs to the candidate; NULL if there is none.
 */
const char *rtc_ice_candidate_url(const RTCIceCandidate *candidate);

/**
 * The candidate as a dictionary, to be sent to the peer.
 *
 * <https://w3c.github.io/webrtc-pc/#dom-rtcicecandidate-tojson>
 *
 * - `candidate`: lent.
 * - `init`: initialised by the caller, filled; its texts belong to the candidate.
 */
RTCResult rtc_ice_candidate_to_json(const RTCIceCandidate *candidate,
                                    RTCIceCandidateInit *init);

/**
 * Adds a reference.
 *
 * - `certificate`: lent, nullable.
 *
 * Returns `certificate`.
 */
RTCCertificate *rtc_certificate_ref(RTCCertificate *certificate);

/**
 * Gives a reference up.
 *
 * - `certificate`: nullable.
 */
void rtc_certificate_unref(RTCCertificate *certificate);

/**
 * When it expires, in milliseconds since 1970.
 *
 * <https://w3c.github.io/webrtc-pc/#dom-rtccertificate-expires>
 *
 * - `certificate`: lent.
 *
 * Returns 0 for NULL.
 */
uint64_t rtc_certificate_expires(const RTCCertificate *certificate);

/**
 * The fingerprints of the certificate.
 *
 * <https://w3c.github.io/webrtc-pc/#dom-rtccertificate-getfingerprints>
 *
 * - `certificate`: lent.
 * - `fingerprints`: takes an array to be released by `duologue_free`.
 * - `length`: takes the number of fingerprints.
 */
RTCResult rtc_certificate_get_fingerprints(const RTCCertificate *certificate,
                                           const RTCDtlsFingerprint **fingerprints,
                                           size_t *length);

/**
 * Makes a certificate of a PEM text that holds it and its private key, in any order.
 *
 * - `pem`: lent.
 * - `certificate`: takes a new reference.
 *
 * Returns `RTC_RESULT_SYNTAX_ERROR` for a text that does not hold both, or not such that belong together, and
 * `RTC_RESULT_NOT_SUPPORTED_ERROR` for a key that cannot be used.
 */
RTCResult duologue_certificate_from_pem(const char *pem,
                                        RTCCertificate **certificate);

/**
 * The certificate and its private key as a PEM text. Keep it secret.
 *
 * - `certificate`: lent.
 * - `pem`: takes a text to be released by `duologue_free`.
 */
RTCResult duologue_certificate_to_pem(const RTCCertificate *certificate, char **pem);

/**
 * Adds a reference.
 *
 * - `channel`: lent, nullable.
 *
 * Returns `channel`.
 */
RTCDataChannel *rtc_data_channel_ref(RTCDataChannel *channel);

/**
 * Gives a reference up.
 *
 * - `channel`: nullable.
 */
void rtc_data_channel_unref(RTCDataChannel *channel);

/**
 * The name of the channel.
 *
 * <https://w3c.github.io/webrtc-pc/#dom-rtcdatachannel-label>
 *
 * - `channel`: lent.
 *
 * Returns a text that belongs to the channel; NULL for NULL.
 */
const char *rtc_data_channel_label(const RTCDataChannel *channel);

/**
 * The number of bytes of the channel's name, which may hold U+0000.
 *
 * - `channel`: lent.
 *
 * Returns 0 for NULL.
 */
size_t duologue_data_channel_label_length(const RTCDataChannel *channel);

/**
 * Whether messages arrive in order.
 *
 * <https://w3c.github.io/webrtc-pc/#dom-rtcdatachannel-ordered>
 *
 * - `channel`: lent.
 *
 * Returns false for NULL.
 */
bool rtc_data_channel_ordered(const RTCDataChannel *channel);

/**
 * For how many milliseconds a message is sent again.
 *
 * <https://w3c.github.io/webrtc-pc/#dom-rtcdatachannel-maxpacketlifetime>
 *
 * - `channel`: lent.
 * - `value`: written if there is a value.
 *
 * Returns false if the value is null.
 */
bool rtc_data_channel_max_packet_life_time(const RTCDataChannel *channel, uint16_t *value);

/**
 * How many times a message is sent again.
 *
 * <https://w3c.github.io/webrtc-pc/#dom-rtcdatachannel-maxretransmits>
 *
 * - `channel`: lent.
 * - `value`: written if there is a value.
 *
 * Returns false if the value is null.
 */
bool rtc_data_channel_max_retransmits(const RTCDataChannel *channel, uint16_t *value);

/**
 * How the channel counts among others.
 *
 * <https://w3c.github.io/webrtc-priority/#dom-rtcdatachannel-priority>
 *
 * - `channel`: lent.
 *
 * Returns 0 for NULL.
 */
RTCPriorityType rtc_data_channel_priority(const RTCDataChannel *channel);

/**
 * The name of the application's protocol.
 *
 * <https://w3c.github.io/webrtc-pc/#dom-rtcdatachannel-protocol>
 *
 * - `channel`: lent.
 *
 * Returns a text that belongs to the channel; NULL for NULL.
 */
const char *rtc_data_channel_protocol(const RTCDataChannel *channel);

/**
 * The number of bytes of the protocol's name, which may hold U+0000.
 *
 * - `channel`: lent.
 *
 * Returns 0 for NULL.
 */
size_t duologue_data_channel_protocol_length(const RTCDataChannel *channel);

/**
 * Whether the peer made the same channel by itself.
 *
 * <https://w3c.github.io/webrtc-pc/#dom-rtcdatachannel-negotiated>
 *
 * - `channel`: lent.
 *
 * Returns false for NULL.
 */
bool rtc_data_channel_negotiated(const RTCDataChannel *channel);

/**
 * The number of the channel; null until it is known who chooses it.
 *
 * <https://w3c.github.io/webrtc-pc/#dom-rtcdatachannel-id>
 *
 * - `channel`: lent.
 * - `value`: written if there is a value.
 *
 * Returns false if the value is null.
 */
bool rtc_data_channel_id(const RTCDataChannel *channel, uint16_t *value);

/**
 * The state.
 *
 * <https://w3c.github.io/webrtc-pc/#dom-rtcdatachannel-readystate>
 *
 * - `channel`: lent.
 *
 * Returns 0 for NULL.
 */
RTCDataChannelState rtc_data_channel_ready_state(const RTCDataChannel *channel);

/**
 * How many bytes wait to be sent.
 *
 * <https://w3c.github.io/webrtc-pc/#dom-rtcdatachannel-bufferedamount>
 *
 * - `channel`: lent.
 *
 * Returns 0 for NULL.
 */
uint64_t rtc_data_channel_buffered_amount(const RTCDataChannel *channel);

/**
 * At how many bytes that wait `bufferedamountlow` is fired.
 *
 * <https://w3c.github.io/webrtc-pc/#dom-rtcdatachannel-bufferedamountlowthreshold>
 *
 * - `channel`: lent.
 *
 * Returns 0 for NULL.
 */
uint32_t rtc_data_channel_buffered_amount_low_threshold(const RTCDataChannel *channel);

/**
 * Sets at how many bytes that wait `bufferedamountlow` is fired.
 *
 * <https://w3c.github.io/webrtc-pc/#dom-rtcdatachannel-bufferedamountlowthreshold>
 *
 * - `channel`: lent.
 * - `threshold`: in bytes; 0 at first.
 */
RTCResult rtc_data_channel_set_buffered_amount_low_threshold(RTCDataChannel *channel,
                                                             uint32_t threshold);

/**
 * The handler for the channel becoming open.
 *
 * <https://w3c.github.io/webrtc-pc/#dom-rtcdatachannel-onopen>
 *
 * - `channel`: lent.
 * - `handler`: nullable; replaces the one before.
 * - `userdata`: nullable; handed to the handler.
 * - `destroy`: nullable; called on the callback thread when the handler was replaced or the channel is gone.
 */
RTCResult rtc_data_channel_set_on_open(RTCDataChannel *channel,
                                       RTCEventHandler handler,
                                       void *userdata,
                                       DuologueDestroyCallback destroy);

/**
 * The handler for the bytes that wait falling to the threshold.
 *
 * <https://w3c.github.io/webrtc-pc/#dom-rtcdatachannel-onbufferedamountlow>
 *
 * - `channel`: lent.
 * - `handler`: nullable; replaces the one before.
 * - `userdata`: nullable; handed to the handler.
 * - `destroy`: nullable; called on the callback thread when the handler was replaced or the channel is gone.
 */
RTCResult rtc_data_channel_set_on_buffered_amount_low(RTCDataChannel *channel,
                                                      RTCEventHandler handler,
                                                      void *userdata,
                                                      DuologueDestroyCallback destroy);

/**
 * The handler for a failure.
 *
 * <https://w3c.github.io/webrtc-pc/#dom-rtcdatachannel-onerror>
 *
 * - `channel`: lent.
 * - `handler`: nullable; replaces the one before.
 * - `userdata`: nullable; handed to the handler.
 * - `destroy`: nullable; called on the callback thread when the handler was replaced or the channel is gone.
 */
RTCResult rtc_data_channel_set_on_error(RTCDataChannel *channel,
                                        RTCErrorEventHandler handler,
                                        void *userdata,
                                        DuologueDestroyCallback destroy);

/**
 * The handler for the channel beginning to close.
 *
 * <https://w3c.github.io/webrtc-pc/#dom-rtcdatachannel-onclosing>
 *
 * - `channel`: lent.
 * - `handler`: nullable; replaces the one before.
 * - `userdata`: nullable; handed to the handler.
 * - `destroy`: nullable; called on the callback thread when the handler was replaced or the channel is gone.
 */
RTCResult rtc_data_channel_set_on_closing(RTCDataChannel *channel,
                                          RTCEventHandler handler,
                                          void *userdata,
                                          DuologueDestroyCallback destroy);

/**
 * The handler for the channel having been closed.
 *
 * <https://w3c.github.io/webrtc-pc/#dom-rtcdatachannel-onclose>
 *
 * - `channel`: lent.
 * - `handler`: nullable; replaces the one before.
 * - `userdata`: nullable; handed to the handler.
 * - `destroy`: nullable; called on the callback thread when the handler was replaced or the channel is gone.
 */
RTCResult rtc_data_channel_set_on_close(RTCDataChannel *channel,
                                        RTCEventHandler handler,
                                        void *userdata,
                                        DuologueDestroyCallback destroy);

/**
 * Closes the channel, after what was sent before. It does not wait.
 *
 * <https://w3c.github.io/webrtc-pc/#dom-rtcdatachannel-close>
 *
 * - `channel`: lent.
 */
RTCResult rtc_data_channel_close(RTCDataChannel *channel);

/**
 * The handler for messages.
 *
 * <https://w3c.github.io/webrtc-pc/#dom-rtcdatachannel-onmessage>
 *
 * - `channel`: lent.
 * - `handler`: nullable; replaces the one before.
 * - `userdata`: nullable; handed to the handler.
 * - `destroy`: nullable; called on the callback thread when the handler was replaced or the channel is gone.
 */
RTCResult rtc_data_channel_set_on_message(RTCDataChannel *channel,
                                          RTCMessageEventHandler handler,
                                          void *userdata,
                                          DuologueDestroyCallback destroy);

/**
 * What binary messages would be in a browser.
 *
 * <https://w3c.github.io/webrtc-pc/#dom-rtcdatachannel-binarytype>
 *
 * - `channel`: lent.
 *
 * Returns 0 for NULL.
 */
RTCBinaryType rtc_data_channel_binary_type(const RTCDataChannel *channel);

/**
 * Sets what binary messages would be in a browser.
 *
 * <https://w3c.github.io/webrtc-pc/#dom-rtcdatachannel-binarytype>
 *
 * - `channel`: lent.
 * - `binary_type`: `RTC_BINARY_TYPE_ARRAYBUFFER` at first. It changes nothing but what is read here.
 */
RTCResult rtc_data_channel_set_binary_type(RTCDataChannel *channel,
                                           RTCBinaryType binary_type);

/**
 * Sends a text. It does not wait.
 *
 * <https://w3c.github.io/webrtc-pc/#dom-rtcdatachannel-send>
 *
 * - `channel`: lent.
 * - `text`: lent; UTF-8, ended by NUL.
 *
 * Returns `RTC_RESULT_INVALID_STATE_ERROR` if the channel is not open, `RTC_RESULT_TYPE_ERROR` if the message is larger than the
 * peer takes, `RTC_RESULT_OPERATION_ERROR` if too much waits to be sent; then `bufferedamountlow` says when to go on.
 */
RTCResult rtc_data_channel_send_string(RTCDataChannel *channel,
                                       const char *text);

/**
 * Sends a text that may hold U+0000, as `rtc_data_channel_send_string` does.
 *
 * - `channel`: lent.
 * - `text`: lent; UTF-8.
 * - `length`: the number of bytes, or `DUOLOGUE_STRLEN`.
 */
RTCResult rtc_data_channel_send_string_with_length(RTCDataChannel *channel,
                                                   const char *text,
                                                   size_t length);

/**
 * Sends bytes, as `rtc_data_channel_send_string` does a text.
 *
 * <https://w3c.github.io/webrtc-pc/#dom-rtcdatachannel-send>
 *
 * - `channel`: lent.
 * - `data`: lent; nullable if `length` is 0.
 * - `length`: the number of bytes.
 */
RTCResult rtc_data_channel_send_data(RTCDataChannel *channel,
                                     const void *data,
                                     size_t length);

/**
 * Makes a stream without tracks.
 *
 * <https://w3c.github.io/mediacapture-main/#dom-mediastream-constructor>
 *
 * - `runtime`: lent, nullable; where the stream's events come from.
 * - `stream`: takes a new reference.
 */
RTCResult rtc_media_stream_create(DuologueRuntime *runtime,
                                  RTCMediaStream **stream);

/**
 * Makes a stream with the tracks of another, which are shared, not cloned.
 *
 * <https://w3c.github.io/mediacapture-main/#dom-mediastream-constructor>
 *
 * - `runtime`: lent, nullable; where the stream's events come from.
 * - `other`: lent.
 * - `stream`: takes a new reference.
 */
RTCResult rtc_media_stream_create_from_stream(DuologueRuntime *runtime,
                                              const RTCMediaStream *other,
                                              RTCMediaStream **stream);

/**
 * Makes a stream with these tracks.
 *
 * <https://w3c.github.io/mediacapture-main/#dom-mediastream-constructor>
 *
 * - `runtime`: lent, nullable; where the stream's events come from.
 * - `tracks`: lent, nullable if there are none; one that is in the array twice is in the stream once.
 * - `length`: the number of tracks.
 * - `stream`: takes a new reference.
 */
RTCResult rtc_media_stream_create_from_tracks(DuologueRuntime *runtime,
                                              RTCMediaStreamTrack *const *tracks,
                                              size_t length,
                                              RTCMediaStream **stream);

/**
 * Adds a reference.
 *
 * - `stream`: lent, nullable.
 *
 * Returns `stream`.
 */
RTCMediaStream *rtc_media_stream_ref(RTCMediaStream *stream);

/**
 * Gives a reference up.
 *
 * - `stream`: nullable.
 */
void rtc_media_stream_unref(RTCMediaStream *stream);

/**
 * The id: made up, or given by the peer.
 *
 * <https://w3c.github.io/mediacapture-main/#dom-mediastream-id>
 *
 * - `stream`: lent.
 *
 * Returns a text that belongs to the stream; NULL for NULL.
 */
const char *rtc_media_stream_id(const RTCMediaStream *stream);

/**
 * The tracks, in the order in which they were added.
 *
 * <https://w3c.github.io/mediacapture-main/#dom-mediastream-gettracks>
 *
 * - `stream`: lent.
 * - `tracks`: takes an array of lent handles, to be released by `duologue_free`; NULL if there are none.
 * - `length`: takes the number of tracks.
 */
RTCResult rtc_media_stream_get_tracks(const RTCMediaStream *stream,
                                      RTCMediaStreamTrack ***tracks,
                                      size_t *length);

/**
 * The tracks of the kind `"audio"`, in the order in which they were added.
 *
 * <https://w3c.github.io/mediacapture-main/#dom-mediastream-getaudiotracks>
 *
 * - `stream`: lent.
 * - `tracks`: takes an array of lent handles, to be released by `duologue_free`; NULL if there are none.
 * - `length`: takes the number of tracks.
 */
RTCResult rtc_media_stream_get_audio_tracks(const RTCMediaStream *stream,
                                            RTCMediaStreamTrack ***tracks,
                                            size_t *length);

/**
 * The tracks of the kind `"video"`, in the order in which they were added.
 *
 * <https://w3c.github.io/mediacapture-main/#dom-mediastream-getvideotracks>
 *
 * - `stream`: lent.
 * - `tracks`: takes an array of lent handles, to be released by `duologue_free`; NULL if there are none.
 * - `length`: takes the number of tracks.
 */
RTCResult rtc_media_stream_get_video_tracks(const RTCMediaStream *stream,
                                            RTCMediaStreamTrack ***tracks,
                                            size_t *length);

/**
 * The track of the stream with this id.
 *
 * <https://w3c.github.io/mediacapture-main/#dom-mediastream-gettrackbyid>
 *
 * - `stream`: lent.
 * - `track_id`: lent.
 *
 * Returns a new reference; NULL if there is none.
 */
RTCMediaStreamTrack *rtc_media_stream_get_track_by_id(const RTCMediaStream *stream,
                                                      const char *track_id);

/**
 * Adds a track, without an event. One that is there already stays where it is.
 *
 * <https://w3c.github.io/mediacapture-main/#dom-mediastream-addtrack>
 *
 * - `stream`: lent.
 * - `track`: lent.
 */
RTCResult rtc_media_stream_add_track(RTCMediaStream *stream,
                                     RTCMediaStreamTrack *track);

/**
 * Removes a track, without an event. One that is not there is ignored.
 *
 * <https://w3c.github.io/mediacapture-main/#dom-mediastream-removetrack>
 *
 * - `stream`: lent.
 * - `track`: lent.
 */
RTCResult rtc_media_stream_remove_track(RTCMediaStream *stream,
                                        RTCMediaStreamTrack *track);

/**
 * Makes a stream with clones of the tracks. Its events come from the same runtime.
 *
 * <https://w3c.github.io/mediacapture-main/#dom-mediastream-clone>
 *
 * - `stream`: lent.
 * - `clone`: takes a new reference.
 */
RTCResult rtc_media_stream_clone(const RTCMediaStream *stream,
                                 RTCMediaStream **clone);

/**
 * Whether a track of the stream is live.
 *
 * <https://w3c.github.io/mediacapture-main/#dom-mediastream-active>
 *
 * - `stream`: lent.
 *
 * Returns false for NULL.
 */
bool rtc_media_stream_active(const RTCMediaStream *stream);

/**
 * The handler for a connection adding a track to the stream, as its peer's description asks. What the application does itself
 * causes no event.
 *
 * <https://w3c.github.io/mediacapture-main/#dom-mediastream-onaddtrack>
 *
 * - `stream`: lent.
 * - `handler`: nullable; replaces the one before.
 * - `userdata`: nullable; handed to the handler.
 * - `destroy`: nullable; called on the callback thread when the handler was replaced or the stream is gone.
 */
RTCResult rtc_media_stream_set_on_add_track(RTCMediaStream *stream,
                                            RTCMediaStreamTrackEventHandler handler,
                                            void *userdata,
                                            DuologueDestroyCallback destroy);

/**
 * The handler for a connection removing a track from the stream, as its peer's description asks. What the application does itself
 * causes no event.
 *
 * <https://w3c.github.io/mediacapture-main/#dom-mediastream-onremovetrack>
 *
 * - `stream`: lent.
 * - `handler`: nullable; replaces the one before.
 * - `userdata`: nullable; handed to the handler.
 * - `destroy`: nullable; called on the callback thread when the handler was replaced or the stream is gone.
 */
RTCResult rtc_media_stream_set_on_remove_track(RTCMediaStream *stream,
                                               RTCMediaStreamTrackEventHandler handler,
                                               void *userdata,
                                               DuologueDestroyCallback destroy);

/**
 * Makes a track whose source is the application. It is live, enabled and not muted.
 *
 * - `runtime`: lent, nullable; where the track's events come from.
 * - `kind`: lent; `"audio"` or `"video"`.
 * - `id`: lent, nullable; 1 to 64 letters, digits and characters that may stand in a name (RFC 8830, `token-char`). By default it is
 *   made up.
 * - `label`: lent, nullable; what `rtc_media_stream_track_label` returns, for humans.
 * - `track`: takes a new reference.
 *
 * Returns `RTC_RESULT_TYPE_ERROR` for another kind, or an id that cannot be used.
 */
RTCResult duologue_media_stream_track_create(DuologueRuntime *runtime,
                                             const char *kind,
                                             const char *id,
                                             const char *label,
                                             RTCMediaStreamTrack **track);

/**
 * Adds a reference.
 *
 * - `track`: lent, nullable.
 *
 * Returns `track`.
 */
RTCMediaStreamTrack *rtc_media_stream_track_ref(RTCMediaStreamTrack *track);

/**
 * Gives a reference up. Like a browser's garbage collection, the last one ends the track without an event.
 *
 * - `track`: nullable.
 */
void rtc_media_stream_track_unref(RTCMediaStreamTrack *track);

/**
 * The kind: `"audio"` or `"video"`.
 *
 * <https://w3c.github.io/mediacapture-main/#dom-mediastreamtrack-kind>
 *
 * - `track`: lent.
 *
 * Returns a static text; NULL for NULL.
 */
const char *rtc_media_stream_track_kind(const RTCMediaStreamTrack *track);

/**
 * The id: made up, or given by the application or the peer.
 *
 * <https://w3c.github.io/mediacapture-main/#dom-mediastreamtrack-id>
 *
 * - `track`: lent.
 *
 * Returns a text that belongs to the track; NULL for NULL.
 */
const char *rtc_media_stream_track_id(const RTCMediaStreamTrack *track);

/**
 * What the source is called; `"remote audio"` or `"remote video"` for a receiver's track.
 *
 * <https://w3c.github.io/mediacapture-main/#dom-mediastreamtrack-label>
 *
 * - `track`: lent.
 *
 * Returns a text that belongs to the track; NULL for NULL.
 */
const char *rtc_media_stream_track_label(const RTCMediaStreamTrack *track);

/**
 * Whether the track gives its media on; while it does not, it gives silence or black.
 *
 * <https://w3c.github.io/mediacapture-main/#dom-mediastreamtrack-enabled>
 *
 * - `track`: lent.
 *
 * Returns false for NULL.
 */
bool rtc_media_stream_track_enabled(const RTCMediaStreamTrack *track);

/**
 * Lets the track give its media on, or silence and black instead.
 *
 * <https://w3c.github.io/mediacapture-main/#dom-mediastreamtrack-enabled>
 *
 * - `track`: lent.
 * - `value`: true at first.
 */
RTCResult rtc_media_stream_track_set_enabled(RTCMediaStreamTrack *track, bool value);

/**
 * Whether the source gives no media at the moment.
 *
 * <https://w3c.github.io/mediacapture-main/#dom-mediastreamtrack-muted>
 *
 * - `track`: lent.
 *
 * Returns false for NULL.
 */
bool rtc_media_stream_track_muted(const RTCMediaStreamTrack *track);

/**
 * Says that the source, which is the application, gives no media for a while, or does again. It concerns the track and all clones of it: a
 * task changes `muted` of those that are live, and fires `mute` or `unmute` at them.
 *
 * - `track`: lent, made by `duologue_media_stream_track_create` or a clone of such.
 * - `muted`: false at first.
 *
 * Returns `RTC_RESULT_INVALID_STATE_ERROR` if the track is a receiver's.
 */
RTCResult duologue_media_stream_track_set_muted(RTCMediaStreamTrack *track,
                                                bool muted);

/**
 * The state.
 *
 * <https://w3c.github.io/mediacapture-main/#dom-mediastreamtrack-readystate>
 *
 * - `track`: lent.
 *
 * Returns 0 for NULL.
 */
RTCMediaStreamTrackState rtc_media_stream_track_ready_state(const RTCMediaStreamTrack *track);

/**
 * What the application says that the media is.
 *
 * <https://w3c.github.io/mst-content-hint/#dom-mediastreamtrack-contenthint>
 *
 * - `track`: lent.
 *
 * Returns a text that belongs to the track, `""` at first; NULL for NULL.
 */
const char *rtc_media_stream_track_content_hint(const RTCMediaStreamTrack *track);

/**
 * Says what the media is, so that it can be treated accordingly.
 *
 * <https://w3c.github.io/mst-content-hint/#dom-mediastreamtrack-contenthint>
 *
 * - `track`: lent.
 * - `value`: lent; `""`; for audio: `"speech"`, `"speech-recognition"`, `"music"`; for video: `"motion"`, `"detail"`, `"text"`. Anything
 *   else changes nothing.
 */
RTCResult rtc_media_stream_track_set_content_hint(RTCMediaStreamTrack *track,
                                                  const char *value);

/**
 * Whether the media is for one peer alone: `duologue_media_stream_track_set_peer_identity` named one, or the track is a receiver's of a
 * connection whose configuration names its peer.
 *
 * <https://w3c.github.io/webrtc-identity/#dom-mediastreamtrack-isolated>
 *
 * - `track`: lent.
 *
 * Returns false for NULL.
 */
bool rtc_media_stream_track_isolated(const RTCMediaStreamTrack *track);

/**
 * Isolates the media: connections send it only to a peer whose identity was validated and is this one. It concerns the track and all clones of
 * it, and is heeded at once; `isolated` changes and `isolationchange` is fired in a task. Browsers have a constraint of
 * `getUserMedia` for this.
 *
 * <https://w3c.github.io/webrtc-identity/#isolated-media-streams>
 *
 * - `track`: lent, made by `duologue_media_stream_track_create` or a clone of such.
 * - `peer_identity`: lent, nullable; like `"bob@example.org"`; NULL: anybody, as at first.
 *
 * Returns `RTC_RESULT_INVALID_STATE_ERROR` if the track is a receiver's.
 */
RTCResult duologue_media_stream_track_set_peer_identity(RTCMediaStreamTrack *track,
                                                        const char *peer_identity);

/**
 * Makes another track of the same source: with an id of its own, otherwise like this one, ended if this one is.
 *
 * <https://w3c.github.io/mediacapture-main/#dom-mediastreamtrack-clone>
 *
 * - `track`: lent.
 * - `clone`: takes a new reference.
 */
RTCResult rtc_media_stream_track_clone(const RTCMediaStreamTrack *track,
                                       RTCMediaStreamTrack **clone);

/**
 * Ends the track, at once and without an event. Its clones are not concerned.
 *
 * <https://w3c.github.io/mediacapture-main/#dom-mediastreamtrack-stop>
 *
 * - `track`: lent.
 */
RTCResult rtc_media_stream_track_stop(RTCMediaStreamTrack *track);

/**
 * Says that the source, which is the application, has no more media. It concerns the track and all clones of it: a task ends those
 * that are live, and fires `ended` at them.
 *
 * - `track`: lent, made by `duologue_media_stream_track_create` or a clone of such.
 *
 * Returns `RTC_RESULT_INVALID_STATE_ERROR` if the track is a receiver's.
 */
RTCResult duologue_media_stream_track_end(RTCMediaStreamTrack *track);

/**
 * The handler for the source giving no media for a while.
 *
 * <https://w3c.github.io/mediacapture-main/#dom-mediastreamtrack-onmute>
 *
 * - `track`: lent.
 * - `handler`: nullable; replaces the one before.
 * - `userdata`: nullable; handed to the handler.
 * - `destroy`: nullable; called on the callback thread when the handler was replaced or the track is gone.
 */
RTCResult rtc_media_stream_track_set_on_mute(RTCMediaStreamTrack *track,
                                             RTCEventHandler handler,
                                             void *userdata,
                                             DuologueDestroyCallback destroy);

/**
 * The handler for the source giving media, for the first time or again.
 *
 * <https://w3c.github.io/mediacapture-main/#dom-mediastreamtrack-onunmute>
 *
 * - `track`: lent.
 * - `handler`: nullable; replaces the one before.
 * - `userdata`: nullable; handed to the handler.
 * - `destroy`: nullable; called on the callback thread when the handler was replaced or the track is gone.
 */
RTCResult rtc_media_stream_track_set_on_unmute(RTCMediaStreamTrack *track,
                                               RTCEventHandler handler,
                                               void *userdata,
                                               DuologueDestroyCallback destroy);

/**
 * The handler for the end of the source. `rtc_media_stream_track_stop` does not cause it.
 *
 * <https://w3c.github.io/mediacapture-main/#dom-mediastreamtrack-onended>
 *
 * - `track`: lent.
 * - `handler`: nullable; replaces the one before.
 * - `userdata`: nullable; handed to the handler.
 * - `destroy`: nullable; called on the callback thread when the handler was replaced or the track is gone.
 */
RTCResult rtc_media_stream_track_set_on_ended(RTCMediaStreamTrack *track,
                                              RTCEventHandler handler,
                                              void *userdata,
                                              DuologueDestroyCallback destroy);

/**
 * The handler for a change of `isolated`.
 *
 * <https://w3c.github.io/webrtc-identity/#dom-mediastreamtrack-onisolationchange>
 *
 * - `track`: lent.
 * - `handler`: nullable; replaces the one before.
 * - `userdata`: nullable; handed to the handler.
 * - `destroy`: nullable; called on the callback thread when the handler was replaced or the track is gone.
 */
RTCResult rtc_media_stream_track_set_on_isolation_change(RTCMediaStreamTrack *track,
                                                         RTCEventHandler handler,
                                                         void *userdata,
                                                         DuologueDestroyCallback destroy);

/**
 * Adds a reference.
 *
 * - `sctp`: lent, nullable.
 *
 * Returns `sctp`.
 */
RTCSctpTransport *rtc_sctp_transport_ref(RTCSctpTransport *sctp);

/**
 * Gives a reference up.
 *
 * - `sctp`: nullable.
 */
void rtc_sctp_transport_unref(RTCSctpTransport *sctp);

/**
 * The transport below.
 *
 * <https://w3c.github.io/webrtc-pc/#dom-rtcsctptransport-transport>
 *
 * - `sctp`: lent.
 *
 * Returns a new reference; NULL for NULL.
 */
RTCDtlsTransport *rtc_sctp_transport_transport(const RTCSctpTransport *sctp);

/**
 * The state.
 *
 * <https://w3c.github.io/webrtc-pc/#dom-rtcsctptransport-state>
 *
 * - `sctp`: lent.
 *
 * Returns 0 for NULL.
 */
RTCSctpTransportState rtc_sctp_transport_state(const RTCSctpTransport *sctp);

/**
 * The largest message that can be sent, in bytes; infinity if there is no limit.
 *
 * <https://w3c.github.io/webrtc-pc/#dom-rtcsctptransport-maxmessagesize>
 *
 * - `sctp`: lent.
 * - `value`: written if there is a value.
 *
 * Returns false if the value is null.
 */
bool rtc_sctp_transport_max_message_size(const RTCSctpTransport *sctp, double *value);

/**
 * How many data channels there can be.
 *
 * <https://w3c.github.io/webrtc-pc/#dom-rtcsctptransport-maxchannels>
 *
 * - `sctp`: lent.
 * - `value`: written if there is a value.
 *
 * Returns false if the value is null.
 */
bool rtc_sctp_transport_max_channels(const RTCSctpTransport *sctp, uint16_t *value);

/**
 * The handler for a change of the state.
 *
 * <https://w3c.github.io/webrtc-pc/#dom-rtcsctptransport-onstatechange>
 *
 * - `sctp`: lent.
 * - `handler`: nullable; replaces the one before.
 * - `userdata`: nullable; handed to the handler.
 * - `destroy`: nullable; called on the callback thread when the handler was replaced or the transport is gone.
 */
RTCResult rtc_sctp_transport_set_on_state_change(RTCSctpTransport *sctp,
                                                 RTCEventHandler handler,
                                                 void *userdata,
                                                 DuologueDestroyCallback destroy);

/**
 * Adds a reference.
 *
 * - `dtls`: lent, nullable.
 *
 * Returns `dtls`.
 */
RTCDtlsTransport *rtc_dtls_transport_ref(RTCDtlsTransport *dtls);

/**
 * Gives a reference up.
 *
 * - `dtls`: nullable.
 */
void rtc_dtls_transport_unref(RTCDtlsTransport *dtls);

/**
 * The transport below.
 *
 * <https://w3c.github.io/webrtc-pc/#dom-rtcdtlstransport-icetransport>
 *
 * - `dtls`: lent.
 *
 * Returns a new reference; NULL for NULL.
 */
RTCIceTransport *rtc_dtls_transport_ice_transport(const RTCDtlsTransport *dtls);

/**
 * The state.
 *
 * <https://w3c.github.io/webrtc-pc/#dom-rtcdtlstransport-state>
 *
 * - `dtls`: lent.
 *
 * Returns 0 for NULL.
 */
RTCDtlsTransportState rtc_dtls_transport_state(const RTCDtlsTransport *dtls);

/**
 * The certificates that the peer showed, DER, its own first.
 *
 * <https://w3c.github.io/webrtc-pc/#dom-rtcdtlstransport-getremotecertificates>
 *
 * - `dtls`: lent.
 * - `certificates`: takes an array to be released by `duologue_free`; NULL if there are none yet.
 * - `length`: takes the number of certificates.
 */
RTCResult rtc_dtls_transport_get_remote_certificates(const RTCDtlsTransport *dtls,
                                                     const RTCArrayBuffer **certificates,
                                                     size_t *length);

/**
 * The handler for a change of the state.
 *
 * <https://w3c.github.io/webrtc-pc/#dom-rtcdtlstransport-onstatechange>
 *
 * - `dtls`: lent.
 * - `handler`: nullable; replaces the one before.
 * - `userdata`: nullable; handed to the handler.
 * - `destroy`: nullable; called on the callback thread when the handler was replaced or the transport is gone.
 */
RTCResult rtc_dtls_transport_set_on_state_change(RTCDtlsTransport *dtls,
                                                 RTCEventHandler handler,
                                                 void *userdata,
                                                 DuologueDestroyCallback destroy);

/**
 * The handler for a failure.
 *
 * <https://w3c.github.io/webrtc-pc/#dom-rtcdtlstransport-onerror>
 *
 * - `dtls`: lent.
 * - `handler`: nullable; replaces the one before.
 * - `userdata`: nullable; handed to the handler.
 * - `destroy`: nullable; called on the callback thread when the handler was replaced or the transport is gone.
 */
RTCResult rtc_dtls_transport_set_on_error(RTCDtlsTransport *dtls,
                                          RTCErrorEventHandler handler,
                                          void *userdata,
                                          DuologueDestroyCallback destroy);

/**
 * Adds a reference.
 *
 * - `ice`: lent, nullable.
 *
 * Returns `ice`.
 */
RTCIceTransport *rtc_ice_transport_ref(RTCIceTransport *ice);

/**
 * Gives a reference up.
 *
 * - `ice`: nullable.
 */
void rtc_ice_transport_unref(RTCIceTransport *ice);

/**
 * Which side decides on the pair.
 *
 * <https://w3c.github.io/webrtc-pc/#dom-rtcicetransport-role>
 *
 * - `ice`: lent.
 *
 * Returns 0 for NULL.
 */
RTCIceRole rtc_ice_transport_role(const RTCIceTransport *ice);

/**
 * What the transport is for.
 *
 * <https://w3c.github.io/webrtc-pc/#dom-rtcicetransport-component>
 *
 * - `ice`: lent.
 *
 * Returns 0 for NULL.
 */
RTCIceComponent rtc_ice_transport_component(const RTCIceTransport *ice);

/**
 * The state.
 *
 * <https://w3c.github.io/webrtc-pc/#dom-rtcicetransport-state>
 *
 * - `ice`: lent.
 *
 * Returns 0 for NULL.
 */
RTCIceTransportState rtc_ice_transport_state(const RTCIceTransport *ice);

/**
 * Where the gathering of local candidates is.
 *
 * <https://w3c.github.io/webrtc-pc/#dom-rtcicetransport-gatheringstate>
 *
 * - `ice`: lent.
 *
 * Returns 0 for NULL.
 */
RTCIceGathererState rtc_ice_transport_gathering_state(const RTCIceTransport *ice);

/**
 * The candidates that were gathered.
 *
 * <https://w3c.github.io/webrtc-pc/#dom-rtcicetransport-getlocalcandidates>
 *
 * - `ice`: lent.
 * - `candidates`: takes an array of lent handles, to be released by `duologue_free`; NULL if there are none.
 * - `length`: takes the number of candidates.
 */
RTCResult rtc_ice_transport_get_local_candidates(const RTCIceTransport *ice,
                                                 RTCIceCandidate ***candidates,
                                                 size_t *length);

/**
 * The candidates that the peer sent.
 *
 * <https://w3c.github.io/webrtc-pc/#dom-rtcicetransport-getremotecandidates>
 *
 * - `ice`: lent.
 * - `candidates`: takes an array of lent handles, to be released by `duologue_free`; NULL if there are none.
 * - `length`: takes the number of candidates.
 */
RTCResult rtc_ice_transport_get_remote_candidates(const RTCIceTransport *ice,
                                                  RTCIceCandidate ***candidates,
                                                  size_t *length);

/**
 * The pair that is in use.
 *
 * <https://w3c.github.io/webrtc-pc/#dom-rtcicetransport-getselectedcandidatepair>
 *
 * - `ice`: lent.
 *
 * Returns a new reference; NULL if there is none.
 */
RTCIceCandidatePair *rtc_ice_transport_get_selected_candidate_pair(const RTCIceTransport *ice);

/**
 * What the local side is authenticated by.
 *
 * <https://w3c.github.io/webrtc-pc/#dom-rtcicetransport-getlocalparameters>
 *
 * - `ice`: lent.
 *
 * Returns a dictionary to be released by `duologue_free`; NULL if there is none yet.
 */
const RTCIceParameters *rtc_ice_transport_get_local_parameters(const RTCIceTransport *ice);

/**
 * What the peer is authenticated by.
 *
 * <https://w3c.github.io/webrtc-pc/#dom-rtcicetransport-getremoteparameters>
 *
 * - `ice`: lent.
 *
 * Returns a dictionary to be released by `duologue_free`; NULL if there is none yet.
 */
const RTCIceParameters *rtc_ice_transport_get_remote_parameters(const RTCIceTransport *ice);

/**
 * The handler for a change of the state.
 *
 * <https://w3c.github.io/webrtc-pc/#dom-rtcicetransport-onstatechange>
 *
 * - `ice`: lent.
 * - `handler`: nullable; replaces the one before.
 * - `userdata`: nullable; handed to the handler.
 * - `destroy`: nullable; called on the callback thread when the handler was replaced or the transport is gone.
 */
RTCResult rtc_ice_transport_set_on_state_change(RTCIceTransport *ice,
                                                RTCEventHandler handler,
                                                void *userdata,
                                                DuologueDestroyCallback destroy);

/**
 * The handler for a change of the gathering state.
 *
 * <https://w3c.github.io/webrtc-pc/#dom-rtcicetransport-ongatheringstatechange>
 *
 * - `ice`: lent.
 * - `handler`: nullable; replaces the one before.
 * - `userdata`: nullable; handed to the handler.
 * - `destroy`: nullable; called on the callback thread when the handler was replaced or the transport is gone.
 */
RTCResult rtc_ice_transport_set_on_gathering_state_change(RTCIceTransport *ice,
                                                          RTCEventHandler handler,
                                                          void *userdata,
                                                          DuologueDestroyCallback destroy);

/**
 * The handler for a change of the pair in use.
 *
 * <https://w3c.github.io/webrtc-pc/#dom-rtcicetransport-onselectedcandidatepairchange>
 *
 * - `ice`: lent.
 * - `handler`: nullable; replaces the one before.
 * - `userdata`: nullable; handed to the handler.
 * - `destroy`: nullable; called on the callback thread when the handler was replaced or the transport is gone.
 */
RTCResult rtc_ice_transport_set_on_selected_candidate_pair_change(RTCIceTransport *ice,
                                                                  RTCEventHandler handler,
                                                                  void *userdata,
                                                                  DuologueDestroyCallback destroy);

/**
 * Adds a reference.
 *
 * - `pair`: lent, nullable.
 *
 * Returns `pair`.
 */
RTCIceCandidatePair *rtc_ice_candidate_pair_ref(RTCIceCandidatePair *pair);

/**
 * Gives a reference up.
 *
 * - `pair`: nullable.
 */
void rtc_ice_candidate_pair_unref(RTCIceCandidatePair *pair);

/**
 * The local candidate.
 *
 * <https://w3c.github.io/webrtc-pc/#dom-rtcicecandidatepair-local>
 *
 * - `pair`: lent.
 *
 * Returns a new reference; NULL for NULL.
 */
RTCIceCandidate *rtc_ice_candidate_pair_local(const RTCIceCandidatePair *pair);

/**
 * The remote candidate.
 *
 * <https://w3c.github.io/webrtc-pc/#dom-rtcicecandidatepair-remote>
 *
 * - `pair`: lent.
 *
 * Returns a new reference; NULL for NULL.
 */
RTCIceCandidate *rtc_ice_candidate_pair_remote(const RTCIceCandidatePair *pair);

/**
 * Brings an identity provider, for every connection of a runtime. It makes the assertions of those that name it in
 * `rtc_peer_connection_set_identity_provider`, and validates those of peers that name it in their descriptions. Where several
 * fit, the one with a domain of its own comes first, then the one with a protocol of its own, then the newest.
 *
 * - `runtime`: lent, nullable; NULL stands for the runtime that all share.
 * - `domain`: the domain of the provider, with a port if it has one: `"idp.example.org"`; lent. NULL: every domain, for which
 *   it must find out by itself what that domain says.
 * - `protocol`: the protocol of the provider, lent: `"default"`; NULL: every protocol.
 * - `provider`: lent.
 * - `userdata`: nullable; handed to the functions.
 * - `destroy`: nullable; called on the callback thread when the functions will not be called any more: after
 *   `duologue_identity_provider_unregister`, or at the end of the runtime.
 * - `registration`: nullable; takes the number for `duologue_identity_provider_unregister`.
 *
 * Returns `RTC_RESULT_TYPE_ERROR` if a function is missing, `RTC_RESULT_SYNTAX_ERROR` if the protocol has a `/` or `\`; then nothing
 * is kept.
 */
RTCResult duologue_identity_provider_register(DuologueRuntime *runtime,
                                              const char *domain,
                                              const char *protocol,
                                              const RTCIdentityProvider *provider,
                                              void *userdata,
                                              DuologueDestroyCallback destroy,
                                              uint64_t *registration);

/**
 * Takes an identity provider back. Requests that it has may still be answered; it gets no new ones.
 *
 * - `runtime`: lent, nullable.
 * - `registration`: the number that `duologue_identity_provider_register` gave; one that names no provider is ignored.
 */
RTCResult duologue_identity_provider_unregister(DuologueRuntime *runtime,
                                                uint64_t registration);

/**
 * Adds a reference, so that the request can be answered after the provider's function has returned.
 *
 * - `request`: lent, nullable.
 *
 * Returns `request`.
 */
DuologueIdentityRequest *duologue_identity_request_ref(DuologueIdentityRequest *request);

/**
 * Gives a reference up.
 *
 * - `request`: nullable.
 */
void duologue_identity_request_unref(DuologueIdentityRequest *request);

/**
 * The domain that the provider is asked as, for one that serves several.
 *
 * - `request`: lent.
 *
 * Returns a text that belongs to the request; NULL for NULL.
 */
const char *duologue_identity_request_domain(const DuologueIdentityRequest *request);

/**
 * The protocol that the provider is asked to speak, for one that speaks several.
 *
 * - `request`: lent.
 *
 * Returns a text that belongs to the request; NULL for NULL.
 */
const char *duologue_identity_request_protocol(const DuologueIdentityRequest *request);

/**
 * Whether an answer is still waited for: not after one was given, the time was over, or the connection was closed.
 *
 * - `request`: lent.
 *
 * Returns false for NULL.
 */
bool duologue_identity_request_is_pending(const DuologueIdentityRequest *request);

/**
 * Answers with an assertion, from any thread.
 *
 * - `request`: lent, of an `RTCGenerateAssertionCallback`.
 * - `result`: lent.
 *
 * Returns `RTC_RESULT_INVALID_STATE_ERROR` if the request was answered before, `RTC_RESULT_TIMEOUT_ERROR` if that took too long,
 * `RTC_RESULT_ABORT_ERROR` if nobody wants the answer any more, because the connection was closed or asks another provider.
 */
RTCResult duologue_identity_request_resolve_assertion(DuologueIdentityRequest *request,
                                                      const RTCIdentityAssertionResult *result);

/**
 * Answers that an assertion is valid, from any thread.
 *
 * - `request`: lent, of an `RTCValidateAssertionCallback`.
 * - `result`: lent.
 *
 * Returns what `duologue_identity_request_resolve_assertion` returns.
 */
RTCResult duologue_identity_request_resolve_validation(DuologueIdentityRequest *request,
                                                       const RTCIdentityValidationResult *result);

/**
 * Answers that there is no assertion, or that it is not valid, from any thread.
 *
 * - `request`: lent.
 * - `failure`: lent, nullable; NULL: `"idp-execution-failure"`.
 *
 * Returns what `duologue_identity_request_resolve_assertion` returns.
 */
RTCResult duologue_identity_request_reject(DuologueIdentityRequest *request,
                                           const DuologueIdentityFailure *failure);

/**
 * Names the identity provider of our own identity: from now on offers and answers carry an assertion of it. An assertion that
 * another provider made, or this one with other options, is forgotten.
 *
 * <https://w3c.github.io/webrtc-identity/#dom-rtcpeerconnection-setidentityprovider>
 *
 * - `pc`: lent.
 * - `provider`: the domain of the provider, with a port if it has one; lent. It is one that was brought by
 *   `duologue_identity_provider_register`, at the latest when the assertion is needed.
 * - `options`: lent, nullable.
 *
 * Returns `RTC_RESULT_INVALID_STATE_ERROR` if the connection is closed, `RTC_RESULT_SYNTAX_ERROR` if the protocol has a `/` or `\`.
 */
RTCResult rtc_peer_connection_set_identity_provider(RTCPeerConnection *pc,
                                                    const char *provider,
                                                    const RTCIdentityProviderOptions *options);

/**
 * Has the identity provider make an assertion ahead of the offer or answer that needs it. It need not be called.
 *
 * <https://w3c.github.io/webrtc-identity/#dom-rtcpeerconnection-getidentityassertion>
 *
 * - `pc`: lent.
 * - `callback`: nullable; settles the promise. If the provider fails, the error's detail is one of the
 *   `RTC_ERROR_DETAIL_TYPE_IDP_…`.
 * - `userdata`: nullable; handed to the callback.
 *
 * Returns `RTC_RESULT_INVALID_STATE_ERROR` if the connection is closed or has no identity provider.
 */
RTCResult rtc_peer_connection_get_identity_assertion(RTCPeerConnection *pc,
                                                     DuologueIdentityAssertionCallback callback,
                                                     void *userdata);

/**
 * Does the same as `rtc_peer_connection_get_identity_assertion` and waits until it is done.
 *
 * - `pc`: lent.
 * - `timeout_ms`: how many milliseconds to wait at most; negative: without limit.
 * - `assertion`: takes a text to be released by `duologue_free`.
 *
 * Returns also what the promise was rejected with; `DUOLOGUE_RESULT_TIMED_OUT`; on the callback thread
 * `DUOLOGUE_RESULT_WRONG_THREAD`.
 */
RTCResult duologue_peer_connection_get_identity_assertion_wait(RTCPeerConnection *pc,
                                                               int32_t timeout_ms,
                                                               char **assertion);

/**
 * Waits for the identity of the peer: for the promise that the attribute `peerIdentity` holds now. It is settled when an assertion
 * in a remote description was validated. When that fails and the configuration names no peer, the attribute holds a new promise
 * for the next description, so this can be called again.
 *
 * <https://w3c.github.io/webrtc-identity/#dom-rtcpeerconnection-peeridentity>
 *
 * - `pc`: lent.
 * - `callback`: nullable; settles the promise.
 * - `userdata`: nullable; handed to the callback.
 */
RTCResult rtc_peer_connection_peer_identity(RTCPeerConnection *pc,
                                            DuologuePeerIdentityCallback callback,
                                            void *userdata);

/**
 * Does the same as `rtc_peer_connection_peer_identity` and waits until it is done.
 *
 * - `pc`: lent.
 * - `timeout_ms`: how many milliseconds to wait at most; negative: without limit.
 * - `identity`: takes a new reference.
 *
 * Returns also what the promise was rejected with; `DUOLOGUE_RESULT_TIMED_OUT`; on the callback thread
 * `DUOLOGUE_RESULT_WRONG_THREAD`.
 */
RTCResult duologue_peer_connection_peer_identity_wait(RTCPeerConnection *pc,
                                                      int32_t timeout_ms,
                                                      RTCIdentityAssertion **identity);

/**
 * Where the user can log in, after an identity provider failed with `"idp-need-login"`.
 *
 * <https://w3c.github.io/webrtc-identity/#dom-rtcpeerconnection-idploginurl>
 *
 * - `pc`: lent.
 *
 * Returns a text to be released by `duologue_free`; NULL if there is none.
 */
char *rtc_peer_connection_idp_login_url(const RTCPeerConnection *pc);

/**
 * What else the identity provider said when it failed; each provider has its own format.
 *
 * <https://w3c.github.io/webrtc-identity/#dom-rtcpeerconnection-idperrorinfo>
 *
 * - `pc`: lent.
 *
 * Returns a text to be released by `duologue_free`; NULL if there is none.
 */
char *rtc_peer_connection_idp_error_info(const RTCPeerConnection *pc);

/**
 * Sets the handler of `identityresult`: an assertion of our own identity was made.
 *
 * <https://developer.mozilla.org/en-US/docs/Web/API/RTCPeerConnection/identityresult_event>
 *
 * - `pc`: lent.
 * - `handler`: nullable; NULL clears it.
 * - `userdata`: nullable; handed to the handler.
 * - `destroy`: nullable; called on the callback thread when the handler was replaced or cleared, or `pc` is gone.
 */
RTCResult rtc_peer_connection_set_on_identity_result(RTCPeerConnection *pc,
                                                     RTCIdentityEventHandler handler,
                                                     void *userdata,
                                                     DuologueDestroyCallback destroy);

/**
 * Sets the handler of `peeridentity`: the identity of the peer was validated.
 *
 * <https://developer.mozilla.org/en-US/docs/Web/API/RTCPeerConnection/peeridentity_event>
 *
 * - `pc`: lent.
 * - `handler`: nullable; NULL clears it.
 * - `userdata`: nullable; handed to the handler.
 * - `destroy`: nullable; called on the callback thread when the handler was replaced or cleared, or `pc` is gone.
 */
RTCResult rtc_peer_connection_set_on_peer_identity(RTCPeerConnection *pc,
                                                   RTCEventHandler handler,
                                                   void *userdata,
                                                   DuologueDestroyCallback destroy);

/**
 * Sets the handler of `idpassertionerror`: there is no assertion of our own identity.
 *
 * <https://developer.mozilla.org/en-US/docs/Web/API/RTCPeerConnection/idpassertionerror_event>
 *
 * - `pc`: lent.
 * - `handler`: nullable; NULL clears it.
 * - `userdata`: nullable; handed to the handler.
 * - `destroy`: nullable; called on the callback thread when the handler was replaced or cleared, or `pc` is gone.
 */
RTCResult rtc_peer_connection_set_on_idp_assertion_error(RTCPeerConnection *pc,
                                                         RTCIdentityErrorEventHandler handler,
                                                         void *userdata,
                                                         DuologueDestroyCallback destroy);

/**
 * Sets the handler of `idpvalidationerror`: an assertion in a remote description is not valid.
 *
 * <https://developer.mozilla.org/en-US/docs/Web/API/RTCPeerConnection/idpvalidationerror_event>
 *
 * - `pc`: lent.
 * - `handler`: nullable; NULL clears it.
 * - `userdata`: nullable; handed to the handler.
 * - `destroy`: nullable; called on the callback thread when the handler was replaced or cleared, or `pc` is gone.
 */
RTCResult rtc_peer_connection_set_on_idp_validation_error(RTCPeerConnection *pc,
                                                          RTCIdentityErrorEventHandler handler,
                                                          void *userdata,
                                                          DuologueDestroyCallback destroy);

/**
 * Makes an identity.
 *
 * <https://w3c.github.io/webrtc-identity/#dom-rtcidentityassertion-constructor>
 *
 * - `idp`: lent.
 * - `name`: lent.
 * - `identity`: takes a new reference.
 */
RTCResult rtc_identity_assertion_create(const char *idp,
                                        const char *name,
                                        RTCIdentityAssertion **identity);

/**
 * Adds a reference.
 *
 * - `identity`: lent, nullable.
 *
 * Returns `identity`.
 */
RTCIdentityAssertion *rtc_identity_assertion_ref(RTCIdentityAssertion *identity);

/**
 * Gives a reference up.
 *
 * - `identity`: nullable.
 */
void rtc_identity_assertion_unref(RTCIdentityAssertion *identity);

/**
 * The domain of the identity provider that validated the identity.
 *
 * <https://w3c.github.io/webrtc-identity/#dom-rtcidentityassertion-idp>
 *
 * - `identity`: lent.
 *
 * Returns a text that belongs to the identity, also when the member is set anew; NULL for NULL.
 */
const char *rtc_identity_assertion_idp(const RTCIdentityAssertion *identity);

/**
 * Sets the domain of the identity provider. It changes nothing but what is read here.
 *
 * <https://w3c.github.io/webrtc-identity/#dom-rtcidentityassertion-idp>
 *
 * - `identity`: lent.
 * - `idp`: lent.
 */
RTCResult rtc_identity_assertion_set_idp(RTCIdentityAssertion *identity,
                                         const char *idp);

/**
 * The identity: `"alice@idp.example.org"`.
 *
 * <https://w3c.github.io/webrtc-identity/#dom-rtcidentityassertion-name>
 *
 * - `identity`: lent.
 *
 * Returns a text that belongs to the identity, also when the member is set anew; NULL for NULL.
 */
const char *rtc_identity_assertion_name(const RTCIdentityAssertion *identity);

/**
 * Sets the identity. It changes nothing but what is read here.
 *
 * <https://w3c.github.io/webrtc-identity/#dom-rtcidentityassertion-name>
 *
 * - `identity`: lent.
 * - `name`: lent.
 */
RTCResult rtc_identity_assertion_set_name(RTCIdentityAssertion *identity,
                                          const char *name);

/**
 * Gathers statistics. A connection that is closed goes on to give what it had come to.
 *
 * <https://w3c.github.io/webrtc-pc/#dom-rtcpeerconnection-getstats>
 *
 * - `pc`: lent.
 * - `selector`: lent, nullable: a track of one sender or receiver, to report on that alone.
 * - `callback`: nullable; settles the promise.
 * - `userdata`: nullable; handed to the callback.
 *
 * The promise is rejected only if the last reference to the connection is given up meanwhile: with an AbortError.
 *
 * Returns `RTC_RESULT_INVALID_ACCESS_ERROR` if no sender or receiver of the connection has the track, or more than one.
 */
RTCResult rtc_peer_connection_get_stats(RTCPeerConnection *pc,
                                        RTCMediaStreamTrack *selector,
                                        DuologueStatsCallback callback,
                                        void *userdata);

/**
 * Does the same as `rtc_peer_connection_get_stats` and waits until it is done.
 *
 * - `pc`: lent.
 * - `selector`: lent, nullable: a track of one sender or receiver, to report on that alone.
 * - `timeout_ms`: how many milliseconds to wait at most; negative: without limit.
 * - `report`: takes a new reference.
 *
 * Returns also what the promise was rejected with; `DUOLOGUE_RESULT_TIMED_OUT`; on the callback thread
 * `DUOLOGUE_RESULT_WRONG_THREAD`.
 */
RTCResult duologue_peer_connection_get_stats_wait(RTCPeerConnection *pc,
                                                  RTCMediaStreamTrack *selector,
                                                  int32_t timeout_ms,
                                                  RTCStatsReport **report);

/**
 * Gathers statistics of the streams that the sender sends, with all that they refer to. If there are none, or the connection is
 * gone, the report is empty. The promise is rejected as that of `rtc_peer_connection_get_stats`.
 *
 * <https://w3c.github.io/webrtc-pc/#dom-rtcrtpsender-getstats>
 *
 * - `sender`: lent.
 * - `callback`: nullable; settles the promise.
 * - `userdata`: nullable; handed to the callback.
 */
RTCResult rtc_rtp_sender_get_stats(RTCRtpSender *sender,
                                   DuologueStatsCallback callback,
                                   void *userdata);

/**
 * Does the same as `rtc_rtp_sender_get_stats` and waits until it is done.
 *
 * - `sender`: lent.
 * - `timeout_ms`: how many milliseconds to wait at most; negative: without limit.
 * - `report`: takes a new reference.
 *
 * Returns also what the promise was rejected with; `DUOLOGUE_RESULT_TIMED_OUT`; on the callback thread
 * `DUOLOGUE_RESULT_WRONG_THREAD`.
 */
RTCResult duologue_rtp_sender_get_stats_wait(RTCRtpSender *sender,
                                             int32_t timeout_ms,
                                             RTCStatsReport **report);

/**
 * Gathers statistics of the streams that the receiver receives, with all that they refer to. Nothing is received yet, so the report
 * is empty. The promise is rejected as that of `rtc_peer_connection_get_stats`.
 *
 * <https://w3c.github.io/webrtc-pc/#dom-rtcrtpreceiver-getstats>
 *
 * - `receiver`: lent.
 * - `callback`: nullable; settles the promise.
 * - `userdata`: nullable; handed to the callback.
 */
RTCResult rtc_rtp_receiver_get_stats(RTCRtpReceiver *receiver,
                                     DuologueStatsCallback callback,
                                     void *userdata);

/**
 * Does the same as `rtc_rtp_receiver_get_stats` and waits until it is done.
 *
 * - `receiver`: lent.
 * - `timeout_ms`: how many milliseconds to wait at most; negative: without limit.
 * - `report`: takes a new reference.
 *
 * Returns also what the promise was rejected with; `DUOLOGUE_RESULT_TIMED_OUT`; on the callback thread
 * `DUOLOGUE_RESULT_WRONG_THREAD`.
 */
RTCResult duologue_rtp_receiver_get_stats_wait(RTCRtpReceiver *receiver,
                                               int32_t timeout_ms,
                                               RTCStatsReport **report);

/**
 * Adds a reference.
 *
 * - `report`: lent, nullable.
 *
 * Returns `report`.
 */
RTCStatsReport *rtc_stats_report_ref(RTCStatsReport *report);

/**
 * Gives a reference up.
 *
 * - `report`: nullable.
 */
void rtc_stats_report_unref(RTCStatsReport *report);

/**
 * How many stats objects there are.
 *
 * <https://webidl.spec.whatwg.org/#es-maplike>
 *
 * - `report`: lent.
 *
 * Returns 0 for NULL.
 */
size_t rtc_stats_report_size(const RTCStatsReport *report);

/**
 * Whether there is a stats object of this id.
 *
 * <https://webidl.spec.whatwg.org/#es-maplike>
 *
 * - `report`: lent.
 * - `id`: lent.
 *
 * Returns false for NULL.
 */
bool rtc_stats_report_has(const RTCStatsReport *report, const char *id);

/**
 * The stats object of an id.
 *
 * <https://webidl.spec.whatwg.org/#es-maplike>
 *
 * - `report`: lent.
 * - `id`: lent, nullable: of what is NULL there is none, so that an absent reference can be followed.
 *
 * Returns an object that belongs to the report; NULL if there is none.
 */
const RTCStats *rtc_stats_report_get(const RTCStatsReport *report,
                                     const char *id);

/**
 * The ids of all stats objects.
 *
 * <https://webidl.spec.whatwg.org/#es-maplike>
 *
 * - `report`: lent.
 * - `length`: nullable; takes the number of ids, 0 for NULL.
 *
 * Returns an array that belongs to the report, as the ids do; NULL for NULL or if there are none.
 */
const char *const *rtc_stats_report_keys(const RTCStatsReport *report, size_t *length);

/**
 * All stats objects: in the order of `rtc_stats_report_keys`, which is that of the report.
 *
 * <https://webidl.spec.whatwg.org/#es-maplike>
 *
 * - `report`: lent.
 * - `length`: nullable; takes the number of objects, 0 for NULL.
 *
 * Returns an array that belongs to the report, as the objects do; NULL for NULL or if there are none.
 */
const RTCStats *const *rtc_stats_report_values(const RTCStatsReport *report,
                                               size_t *length);

/**
 * The report as JSON: an array of objects whose members have the names of the IDL, those that are absent left out.
 *
 * - `report`: lent.
 * - `json`: takes a text to be released by `duologue_free`.
 */
RTCResult duologue_stats_report_to_json(const RTCStatsReport *report,
                                        char **json);

#ifdef __cplusplus
}
#endif /* __cplusplus */

/** Any object that events are fired at, as an RTCEventTarget. */
#define RTC_EVENT_TARGET(object) ((RTCEventTarget *)(object))

/* The dictionaries with their default values. */

/** DuologueRuntimeOptions. */
#define DUOLOGUE_RUNTIME_OPTIONS_INIT {sizeof(DuologueRuntimeOptions), DUOLOGUE_DISPATCH_THREAD, 1}

/** RTCConfiguration. */
#define RTC_CONFIGURATION_INIT \
    {sizeof(RTCConfiguration), NULL, 0, NULL, 0, RTC_ICE_TRANSPORT_POLICY_ALL, \
     RTC_BUNDLE_POLICY_BALANCED, RTC_RTCP_MUX_POLICY_REQUIRE, 0, false, false, 0, NULL, NULL, 0, \
     262144, 16777216, 0, 0, 0, RTC_RTP_HEADER_ENCRYPTION_POLICY_NEGOTIATE, \
     RTC_CONFIGURATION_TARGET_LATENCY_LOWEST, NULL, NULL}

/** RTCIceServer. */
#define RTC_ICE_SERVER_INIT {sizeof(RTCIceServer), NULL, 0, NULL, NULL, {0, 0}}

/** RTCAlgorithmIdentifier. */
#define RTC_ALGORITHM_IDENTIFIER_INIT \
    {sizeof(RTCAlgorithmIdentifier), "ECDSA", "P-256", "SHA-256", DUOLOGUE_NONE, 2048, 65537}

/** RTCSessionDescriptionInit; its type is to be set. */
#define RTC_SESSION_DESCRIPTION_INIT_INIT {sizeof(RTCSessionDescriptionInit), (RTCSdpType)0, 0, ""}

/** RTCIceCandidateInit. */
#define RTC_ICE_CANDIDATE_INIT_INIT \
    {sizeof(RTCIceCandidateInit), "", NULL, NULL, NULL, DUOLOGUE_NONE, \
     (RTCIceServerTransportProtocol)0}

/** RTCOfferOptions. */
#define RTC_OFFER_OPTIONS_INIT \
    {sizeof(RTCOfferOptions), false, {0, 0, 0, 0, 0, 0, 0}, DUOLOGUE_NONE, DUOLOGUE_NONE}

/** RTCAnswerOptions. */
#define RTC_ANSWER_OPTIONS_INIT {sizeof(RTCAnswerOptions)}

/** RTCIdentityProviderOptions. */
#define RTC_IDENTITY_PROVIDER_OPTIONS_INIT \
    {sizeof(RTCIdentityProviderOptions), "default", NULL, NULL}

/** RTCIdentityProviderDetails; its domain is to be set. */
#define RTC_IDENTITY_PROVIDER_DETAILS_INIT {sizeof(RTCIdentityProviderDetails), NULL, "default"}

/** RTCIdentityAssertionResult; its members are to be set. */
#define RTC_IDENTITY_ASSERTION_RESULT_INIT {sizeof(RTCIdentityAssertionResult), NULL, NULL}

/** RTCIdentityValidationResult; its members are to be set. */
#define RTC_IDENTITY_VALIDATION_RESULT_INIT {sizeof(RTCIdentityValidationResult), NULL, NULL}

/** RTCIdentityProvider; its functions are to be set. */
#define RTC_IDENTITY_PROVIDER_INIT {sizeof(RTCIdentityProvider), NULL, NULL, NULL, 0, 15000, 0}

/** DuologueIdentityFailure. */
#define DUOLOGUE_IDENTITY_FAILURE_INIT \
    {sizeof(DuologueIdentityFailure), RTC_ERROR_DETAIL_TYPE_IDP_EXECUTION_FAILURE, DUOLOGUE_NONE, \
     NULL, NULL, NULL}

/** RTCDataChannelInit. */
#define RTC_DATA_CHANNEL_INIT_INIT \
    {sizeof(RTCDataChannelInit), "", DUOLOGUE_STRLEN, DUOLOGUE_NONE, DUOLOGUE_NONE, \
     DUOLOGUE_NONE, true, false, 0, RTC_PRIORITY_TYPE_LOW, 0}

/** RTCRtpTransceiverInit. */
#define RTC_RTP_TRANSCEIVER_INIT_INIT \
    {sizeof(RTCRtpTransceiverInit), RTC_RTP_TRANSCEIVER_DIRECTION_SENDRECV, 0, NULL, 0, NULL, 0}

/** RTCRtpEncodingParameters. */
#define RTC_RTP_ENCODING_PARAMETERS_INIT \
    {sizeof(RTCRtpEncodingParameters), NULL, NULL, NULL, NULL, DUOLOGUE_NONE, DUOLOGUE_NONE, \
     DUOLOGUE_NONE, DUOLOGUE_NONE, RTC_PRIORITY_TYPE_LOW, (RTCPriorityType)0, true, false, \
     {0, 0, 0, 0, 0, 0}, {0, 0, 0, 0}}

/** RTCResolutionRestriction. */
#define RTC_RESOLUTION_RESTRICTION_INIT \
    {sizeof(RTCResolutionRestriction), DUOLOGUE_NONE, DUOLOGUE_NONE}

/** RTCRtpCodec; its MIME type and clock rate are to be set. */
#define RTC_RTP_CODEC_INIT \
    {sizeof(RTCRtpCodec), NULL, NULL, 0, DUOLOGUE_NONE, DUOLOGUE_NONE, 0, {0, 0}}

/** RTCRtpHeaderExtensionCapability; its URI and direction are to be set. */
#define RTC_RTP_HEADER_EXTENSION_CAPABILITY_INIT \
    {sizeof(RTCRtpHeaderExtensionCapability), NULL, (RTCRtpTransceiverDirection)0, 0, 0}

/** RTCRtpHeaderExtensionParameters; the library makes it. */
#define RTC_RTP_HEADER_EXTENSION_PARAMETERS_INIT \
    {sizeof(RTCRtpHeaderExtensionParameters), NULL, 0, false, {0, 0, 0, 0, 0}, 0}

/** RTCRtpSendParameters; rtc_rtp_sender_get_parameters() makes it. */
#define RTC_RTP_SEND_PARAMETERS_INIT \
    {sizeof(RTCRtpSendParameters), NULL, NULL, 0, NULL, 0, {NULL, false, {0, 0, 0, 0, 0, 0, 0}, 0}, \
     NULL, 0}

/** RTCSetParameterOptions. */
#define RTC_SET_PARAMETER_OPTIONS_INIT {sizeof(RTCSetParameterOptions), NULL, 0}

/** RTCEncodingOptions. */
#define RTC_ENCODING_OPTIONS_INIT {sizeof(RTCEncodingOptions), false, {0, 0, 0, 0, 0, 0, 0}}

#endif  /* DUOLOGUE_H */
