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
 * enumeration's 0 stand for an absent member.
 *
 * Promises are `callback` and `userdata`: the callback is called exactly once, later, never inside the call, also when the
 * connection is closed meanwhile (then with an AbortError), unless the call itself returned an error. `error` is NULL on success.
 *
 * Threads. Every function may be called on any thread and from within any callback, none blocks but those that end
 * in `_wait`, and duologue_runtime_unref() of the last reference. Callbacks run one at a time, on the runtime's own thread or inside
 * duologue_runtime_dispatch(). `destroy` is called there too, after the last callback with its `userdata`.
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
    /** The call is not possible from within itself. */
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
    /** `"require"`: it always does. */
    RTC_RTCP_MUX_POLICY_REQUIRE = 1,
} RTCRtcpMuxPolicy;

/**
 * Where the exchange of descriptions is.
 *
 * <https://w3c.github.io/webrtc-pc/#dom-rtcsignalingstate>. 0 is no value.
 */
typedef enum RTCSignalingState {
    /** `"stable"`: no exchange is going on. */
    RTC_SIGNALING_STATE_STABLE = 1,
    /** `"have-local-offer"`: A local offer was set. */
    RTC_SIGNALING_STATE_HAVE_LOCAL_OFFER = 2,
    /** `"have-remote-offer"`: A remote offer was set. */
    RTC_SIGNALING_STATE_HAVE_REMOTE_OFFER = 3,
    /** `"have-local-pranswer"`: A remote offer and a local provisional answer were set. */
    RTC_SIGNALING_STATE_HAVE_LOCAL_PRANSWER = 4,
    /** `"have-remote-pranswer"`: A local offer and a remote provisional answer were set. */
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
    /** `"gathering"`: A transport gathers. */
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
    /** `"failed"`: A transport failed. */
    RTC_PEER_CONNECTION_STATE_FAILED = 2,
    /** `"disconnected"`: A transport lost its peer, perhaps for a while. */
    RTC_PEER_CONNECTION_STATE_DISCONNECTED = 3,
    /** `"new"`: all transports are new, or there is none. */
    RTC_PEER_CONNECTION_STATE_NEW = 4,
    /** `"connecting"`: A transport is being set up. */
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
    /** `"failed"`: A transport failed. */
    RTC_ICE_CONNECTION_STATE_FAILED = 2,
    /** `"disconnected"`: A transport lost its peer, perhaps for a while. */
    RTC_ICE_CONNECTION_STATE_DISCONNECTED = 3,
    /** `"new"`: all transports are new, or there is none. */
    RTC_ICE_CONNECTION_STATE_NEW = 4,
    /** `"checking"`: A transport looks for a path. */
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
    /** `"pranswer"`: A provisional answer. */
    RTC_SDP_TYPE_PRANSWER = 2,
    /** `"answer"`: A final answer. */
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
    /** `"completed"`: A pair is in use and nothing is left to check. */
    RTC_ICE_TRANSPORT_STATE_COMPLETED = 6,
    /** `"connected"`: A pair works. */
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
 * <https://w3c.github.io/webrtc-pc/#dom-rtcerrordetailtype>. 0 is no value.
 */
typedef enum RTCErrorDetailType {
    /** `"data-channel-failure"`: A data channel failed. */
    RTC_ERROR_DETAIL_TYPE_DATA_CHANNEL_FAILURE = 1,
    /** `"dtls-failure"`: DTLS failed; the alerts say how. */
    RTC_ERROR_DETAIL_TYPE_DTLS_FAILURE = 2,
    /** `"fingerprint-failure"`: the peer's certificate is not the one that its description announced. */
    RTC_ERROR_DETAIL_TYPE_FINGERPRINT_FAILURE = 3,
    /** `"sctp-failure"`: SCTP failed; the cause code says how. */
    RTC_ERROR_DETAIL_TYPE_SCTP_FAILURE = 4,
    /** `"sdp-syntax-error"`: A description is not valid; the line number says where. */
    RTC_ERROR_DETAIL_TYPE_SDP_SYNTAX_ERROR = 5,
    /** `"hardware-encoder-not-available"`: the encoder is not available. */
    RTC_ERROR_DETAIL_TYPE_HARDWARE_ENCODER_NOT_AVAILABLE = 6,
    /** `"hardware-encoder-error"`: the encoder failed. */
    RTC_ERROR_DETAIL_TYPE_HARDWARE_ENCODER_ERROR = 7,
} RTCErrorDetailType;

/**
 * What binary messages become in a browser. Here they are bytes, whatever the value.
 *
 * <https://websockets.spec.whatwg.org/#binarytype>. 0 is no value.
 */
typedef enum RTCBinaryType {
    /** `"blob"`: A `Blob`. */
    RTC_BINARY_TYPE_BLOB = 1,
    /** `"arraybuffer"`: an `ArrayBuffer`. */
    RTC_BINARY_TYPE_ARRAYBUFFER = 2,
} RTCBinaryType;

/**
 * Takes a line of the log, on any thread of the library or of the application. What the library has to log meanwhile on the
 * same thread is left out.
 *
 * - `message`: lent.
 */
typedef void (*DuologueLogCallback)(enum DuologueLogLevel level, const char *message, void *userdata);

/** Tells that a registration is over: no call with this `userdata` is going on or follows. */
typedef void (*DuologueDestroyCallback)(void *userdata);

#ifdef __cplusplus
extern "C" {
#endif // __cplusplus

/**
 * The name of a result, as `DOMException.name` has it: `"InvalidStateError"`.
 *
 * Returns a static text, or NULL if `result` is none of the enumeration's.
 */
const char *rtc_result_to_string(enum RTCResult result);

/**
 * The result with this name.
 *
 * - `name`: lent.
 * - `result`: written on success.
 *
 * Returns `RTC_RESULT_TYPE_ERROR` if there is no such result.
 */
enum RTCResult rtc_result_from_string(const char *name, enum RTCResult *result);

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
const char *duologue_log_level_to_string(enum DuologueLogLevel level);

/**
 * The log level with this name.
 *
 * - `name`: lent.
 * - `level`: written on success.
 *
 * Returns `RTC_RESULT_TYPE_ERROR` if there is no such level.
 */
enum RTCResult duologue_log_level_from_string(const char *name, enum DuologueLogLevel *level);

/**
 * Gives the library's log to a function, instead of what was set before. Without this call nothing is logged.
 *
 * - `level`: messages of this level and of graver ones are delivered.
 * - `callback`: nullable; NULL switches logging off.
 * - `userdata`: nullable; handed to the callback.
 * - `destroy`: nullable; called when the callback was replaced and no thread is in it any more, on the thread that was last in it.
 *
 * Returns `RTC_RESULT_INVALID_STATE_ERROR` if the application, written in Rust, has its own logger; then the functions are not kept.
 */
enum RTCResult duologue_set_log_callback(enum DuologueLogLevel level,
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
enum RTCResult duologue_log_from_environment(void);

/**
 * Releases an array, a dictionary or a string that a function of this library handed out to be released so.
 *
 * - `pointer`: nullable. One that is not to be released so, or was already, is left alone and reported by
 *   `duologue_last_error_message()`.
 */
void duologue_free(const void *pointer);

/**
 * The string of the IDL for a value of `RTCIceTransportPolicy`.
 *
 * Returns a static text, or NULL if `value` is none of the enumeration's.
 */
const char *rtc_ice_transport_policy_to_string(enum RTCIceTransportPolicy value);

/**
 * The value of `RTCIceTransportPolicy` with this string of the IDL.
 *
 * - `string`: lent.
 * - `value`: written on success.
 *
 * Returns `RTC_RESULT_TYPE_ERROR` if there is no such value.
 */
enum RTCResult rtc_ice_transport_policy_from_string(const char *string,
                                                    enum RTCIceTransportPolicy *value);

/**
 * The string of the IDL for a value of `RTCBundlePolicy`.
 *
 * Returns a static text, or NULL if `value` is none of the enumeration's.
 */
const char *rtc_bundle_policy_to_string(enum RTCBundlePolicy value);

/**
 * The value of `RTCBundlePolicy` with this string of the IDL.
 *
 * - `string`: lent.
 * - `value`: written on success.
 *
 * Returns `RTC_RESULT_TYPE_ERROR` if there is no such value.
 */
enum RTCResult rtc_bundle_policy_from_string(const char *string, enum RTCBundlePolicy *value);

/**
 * The string of the IDL for a value of `RTCRtcpMuxPolicy`.
 *
 * Returns a static text, or NULL if `value` is none of the enumeration's.
 */
const char *rtc_rtcp_mux_policy_to_string(enum RTCRtcpMuxPolicy value);

/**
 * The value of `RTCRtcpMuxPolicy` with this string of the IDL.
 *
 * - `string`: lent.
 * - `value`: written on success.
 *
 * Returns `RTC_RESULT_TYPE_ERROR` if there is no such value.
 */
enum RTCResult rtc_rtcp_mux_policy_from_string(const char *string, enum RTCRtcpMuxPolicy *value);

/**
 * The string of the IDL for a value of `RTCSignalingState`.
 *
 * Returns a static text, or NULL if `value` is none of the enumeration's.
 */
const char *rtc_signaling_state_to_string(enum RTCSignalingState value);

/**
 * The value of `RTCSignalingState` with this string of the IDL.
 *
 * - `string`: lent.
 * - `value`: written on success.
 *
 * Returns `RTC_RESULT_TYPE_ERROR` if there is no such value.
 */
enum RTCResult rtc_signaling_state_from_string(const char *string, enum RTCSignalingState *value);

/**
 * The string of the IDL for a value of `RTCIceGatheringState`.
 *
 * Returns a static text, or NULL if `value` is none of the enumeration's.
 */
const char *rtc_ice_gathering_state_to_string(enum RTCIceGatheringState value);

/**
 * The value of `RTCIceGatheringState` with this string of the IDL.
 *
 * - `string`: lent.
 * - `value`: written on success.
 *
 * Returns `RTC_RESULT_TYPE_ERROR` if there is no such value.
 */
enum RTCResult rtc_ice_gathering_state_from_string(const char *string,
                                                   enum RTCIceGatheringState *value);

/**
 * The string of the IDL for a value of `RTCPeerConnectionState`.
 *
 * Returns a static text, or NULL if `value` is none of the enumeration's.
 */
const char *rtc_peer_connection_state_to_string(enum RTCPeerConnectionState value);

/**
 * The value of `RTCPeerConnectionState` with this string of the IDL.
 *
 * - `string`: lent.
 * - `value`: written on success.
 *
 * Returns `RTC_RESULT_TYPE_ERROR` if there is no such value.
 */
enum RTCResult rtc_peer_connection_state_from_string(const char *string,
                                                     enum RTCPeerConnectionState *value);

/**
 * The string of the IDL for a value of `RTCIceConnectionState`.
 *
 * Returns a static text, or NULL if `value` is none of the enumeration's.
 */
const char *rtc_ice_connection_state_to_string(enum RTCIceConnectionState value);

/**
 * The value of `RTCIceConnectionState` with this string of the IDL.
 *
 * - `string`: lent.
 * - `value`: written on success.
 *
 * Returns `RTC_RESULT_TYPE_ERROR` if there is no such value.
 */
enum RTCResult rtc_ice_connection_state_from_string(const char *string,
                                                    enum RTCIceConnectionState *value);

/**
 * The string of the IDL for a value of `RTCSdpType`.
 *
 * Returns a static text, or NULL if `value` is none of the enumeration's.
 */
const char *rtc_sdp_type_to_string(enum RTCSdpType value);

/**
 * The value of `RTCSdpType` with this string of the IDL.
 *
 * - `string`: lent.
 * - `value`: written on success.
 *
 * Returns `RTC_RESULT_TYPE_ERROR` if there is no such value.
 */
enum RTCResult rtc_sdp_type_from_string(const char *string, enum RTCSdpType *value);

/**
 * The string of the IDL for a value of `RTCIceProtocol`.
 *
 * Returns a static text, or NULL if `value` is none of the enumeration's.
 */
const char *rtc_ice_protocol_to_string(enum RTCIceProtocol value);

/**
 * The value of `RTCIceProtocol` with this string of the IDL.
 *
 * - `string`: lent.
 * - `value`: written on success.
 *
 * Returns `RTC_RESULT_TYPE_ERROR` if there is no such value.
 */
enum RTCResult rtc_ice_protocol_from_string(const char *string, enum RTCIceProtocol *value);

/**
 * The string of the IDL for a value of `RTCIceTcpCandidateType`.
 *
 * Returns a static text, or NULL if `value` is none of the enumeration's.
 */
const char *rtc_ice_tcp_candidate_type_to_string(enum RTCIceTcpCandidateType value);

/**
 * The value of `RTCIceTcpCandidateType` with this string of the IDL.
 *
 * - `string`: lent.
 * - `value`: written on success.
 *
 * Returns `RTC_RESULT_TYPE_ERROR` if there is no such value.
 */
enum RTCResult rtc_ice_tcp_candidate_type_from_string(const char *string,
                                                      enum RTCIceTcpCandidateType *value);

/**
 * The string of the IDL for a value of `RTCIceCandidateType`.
 *
 * Returns a static text, or NULL if `value` is none of the enumeration's.
 */
const char *rtc_ice_candidate_type_to_string(enum RTCIceCandidateType value);

/**
 * The value of `RTCIceCandidateType` with this string of the IDL.
 *
 * - `string`: lent.
 * - `value`: written on success.
 *
 * Returns `RTC_RESULT_TYPE_ERROR` if there is no such value.
 */
enum RTCResult rtc_ice_candidate_type_from_string(const char *string,
                                                  enum RTCIceCandidateType *value);

/**
 * The string of the IDL for a value of `RTCIceServerTransportProtocol`.
 *
 * Returns a static text, or NULL if `value` is none of the enumeration's.
 */
const char *rtc_ice_server_transport_protocol_to_string(enum RTCIceServerTransportProtocol value);

/**
 * The value of `RTCIceServerTransportProtocol` with this string of the IDL.
 *
 * - `string`: lent.
 * - `value`: written on success.
 *
 * Returns `RTC_RESULT_TYPE_ERROR` if there is no such value.
 */
enum RTCResult rtc_ice_server_transport_protocol_from_string(const char *string,
                                                             enum RTCIceServerTransportProtocol *value);

/**
 * The string of the IDL for a value of `RTCDtlsTransportState`.
 *
 * Returns a static text, or NULL if `value` is none of the enumeration's.
 */
const char *rtc_dtls_transport_state_to_string(enum RTCDtlsTransportState value);

/**
 * The value of `RTCDtlsTransportState` with this string of the IDL.
 *
 * - `string`: lent.
 * - `value`: written on success.
 *
 * Returns `RTC_RESULT_TYPE_ERROR` if there is no such value.
 */
enum RTCResult rtc_dtls_transport_state_from_string(const char *string,
                                                    enum RTCDtlsTransportState *value);

/**
 * The string of the IDL for a value of `RTCIceGathererState`.
 *
 * Returns a static text, or NULL if `value` is none of the enumeration's.
 */
const char *rtc_ice_gatherer_state_to_string(enum RTCIceGathererState value);

/**
 * The value of `RTCIceGathererState` with this string of the IDL.
 *
 * - `string`: lent.
 * - `value`: written on success.
 *
 * Returns `RTC_RESULT_TYPE_ERROR` if there is no such value.
 */
enum RTCResult rtc_ice_gatherer_state_from_string(const char *string,
                                                  enum RTCIceGathererState *value);

/**
 * The string of the IDL for a value of `RTCIceTransportState`.
 *
 * Returns a static text, or NULL if `value` is none of the enumeration's.
 */
const char *rtc_ice_transport_state_to_string(enum RTCIceTransportState value);

/**
 * The value of `RTCIceTransportState` with this string of the IDL.
 *
 * - `string`: lent.
 * - `value`: written on success.
 *
 * Returns `RTC_RESULT_TYPE_ERROR` if there is no such value.
 */
enum RTCResult rtc_ice_transport_state_from_string(const char *string,
                                                   enum RTCIceTransportState *value);

/**
 * The string of the IDL for a value of `RTCIceRole`.
 *
 * Returns a static text, or NULL if `value` is none of the enumeration's.
 */
const char *rtc_ice_role_to_string(enum RTCIceRole value);

/**
 * The value of `RTCIceRole` with this string of the IDL.
 *
 * - `string`: lent.
 * - `value`: written on success.
 *
 * Returns `RTC_RESULT_TYPE_ERROR` if there is no such value.
 */
enum RTCResult rtc_ice_role_from_string(const char *string, enum RTCIceRole *value);

/**
 * The string of the IDL for a value of `RTCIceComponent`.
 *
 * Returns a static text, or NULL if `value` is none of the enumeration's.
 */
const char *rtc_ice_component_to_string(enum RTCIceComponent value);

/**
 * The value of `RTCIceComponent` with this string of the IDL.
 *
 * - `string`: lent.
 * - `value`: written on success.
 *
 * Returns `RTC_RESULT_TYPE_ERROR` if there is no such value.
 */
enum RTCResult rtc_ice_component_from_string(const char *string, enum RTCIceComponent *value);

/**
 * The string of the IDL for a value of `RTCSctpTransportState`.
 *
 * Returns a static text, or NULL if `value` is none of the enumeration's.
 */
const char *rtc_sctp_transport_state_to_string(enum RTCSctpTransportState value);

/**
 * The value of `RTCSctpTransportState` with this string of the IDL.
 *
 * - `string`: lent.
 * - `value`: written on success.
 *
 * Returns `RTC_RESULT_TYPE_ERROR` if there is no such value.
 */
enum RTCResult rtc_sctp_transport_state_from_string(const char *string,
                                                    enum RTCSctpTransportState *value);

/**
 * The string of the IDL for a value of `RTCDataChannelState`.
 *
 * Returns a static text, or NULL if `value` is none of the enumeration's.
 */
const char *rtc_data_channel_state_to_string(enum RTCDataChannelState value);

/**
 * The value of `RTCDataChannelState` with this string of the IDL.
 *
 * - `string`: lent.
 * - `value`: written on success.
 *
 * Returns `RTC_RESULT_TYPE_ERROR` if there is no such value.
 */
enum RTCResult rtc_data_channel_state_from_string(const char *string,
                                                  enum RTCDataChannelState *value);

/**
 * The string of the IDL for a value of `RTCErrorDetailType`.
 *
 * Returns a static text, or NULL if `value` is none of the enumeration's.
 */
const char *rtc_error_detail_type_to_string(enum RTCErrorDetailType value);

/**
 * The value of `RTCErrorDetailType` with this string of the IDL.
 *
 * - `string`: lent.
 * - `value`: written on success.
 *
 * Returns `RTC_RESULT_TYPE_ERROR` if there is no such value.
 */
enum RTCResult rtc_error_detail_type_from_string(const char *string,
                                                 enum RTCErrorDetailType *value);

/**
 * The string of the IDL for a value of `RTCBinaryType`.
 *
 * Returns a static text, or NULL if `value` is none of the enumeration's.
 */
const char *rtc_binary_type_to_string(enum RTCBinaryType value);

/**
 * The value of `RTCBinaryType` with this string of the IDL.
 *
 * - `string`: lent.
 * - `value`: written on success.
 *
 * Returns `RTC_RESULT_TYPE_ERROR` if there is no such value.
 */
enum RTCResult rtc_binary_type_from_string(const char *string, enum RTCBinaryType *value);

#ifdef __cplusplus
}  // extern "C"
#endif  // __cplusplus

#endif  /* DUOLOGUE_H */
