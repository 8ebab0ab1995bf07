/* Certificates: made, described, carried over as PEM, used, and refused. */
#include "pair.h"

static RTCCertificate *generate(const RTCAlgorithmIdentifier *algorithm) {
    RTCCertificate *certificate = NULL;
    CHECK_OK(duologue_peer_connection_generate_certificate_wait(NULL, algorithm, PATIENCE_MS,
                                                                &certificate));
    return certificate;
}

static void on_certificate(const RTCError *error, RTCCertificate *certificate, void *userdata) {
    CHECK(error == NULL && rtc_certificate_expires(certificate) > 0);
    counter_add(userdata);
}

/* "sha-256 AB:CD:..." of the certificate, as descriptions have it. */
static void fingerprint(RTCCertificate *certificate, char *out, size_t size) {
    const RTCDtlsFingerprint *prints = NULL;
    size_t length = 0;
    CHECK_OK(rtc_certificate_get_fingerprints(certificate, &prints, &length));
    CHECK(length >= 1 && strcmp(prints[0].algorithm, "sha-256") == 0);
    CHECK(strlen(prints[0].value) == 32 * 3 - 1);
    snprintf(out, size, "%s %s", prints[0].algorithm, prints[0].value);
    duologue_free(prints);
}

static bool contains(const char *sdp, const char *print) {
    /* Hexadecimal digits may be of either case. */
    for (size_t length = strlen(print); *sdp; sdp++) {
        size_t i = 0;
        while (i < length && (sdp[i] | 0x20) == (print[i] | 0x20))
            i++;
        if (i == length)
            return true;
    }
    return false;
}

static void is_used(RTCCertificate *certificate) {
    char print[128];
    RTCCertificate *certificates[] = {certificate};
    RTCConfiguration configuration = RTC_CONFIGURATION_INIT, *read = NULL;
    RTCPeerConnection *pc = NULL;
    RTCDataChannel *channel = NULL;
    RTCSessionDescriptionInit *offer = NULL;
    configuration.certificates = certificates;
    configuration.certificates_length = 1;
    CHECK_OK(rtc_peer_connection_create(NULL, &configuration, &pc));
    CHECK_OK(rtc_peer_connection_get_configuration(pc, &read));
    CHECK(read->certificates_length == 1 && read->certificates[0] == certificate);
    duologue_free(read);
    CHECK_OK(rtc_peer_connection_create_data_channel(pc, "", NULL, &channel));
    CHECK_OK(duologue_peer_connection_create_offer_wait(pc, NULL, PATIENCE_MS, &offer));
    fingerprint(certificate, print, sizeof print);
    CHECK(contains(offer->sdp, print));
    duologue_free(offer);
    rtc_data_channel_unref(channel);
    rtc_peer_connection_unref(pc);
}

static void survives_as_pem(RTCCertificate *certificate) {
    char *pem = NULL, before[128], after[128];
    RTCCertificate *copy = NULL;
    CHECK_OK(duologue_certificate_to_pem(certificate, &pem));
    CHECK(strstr(pem, "BEGIN CERTIFICATE") && strstr(pem, "PRIVATE KEY"));
    CHECK_OK(duologue_certificate_from_pem(pem, &copy));
    fingerprint(certificate, before, sizeof before);
    fingerprint(copy, after, sizeof after);
    CHECK(strcmp(before, after) == 0);
    /* X.509 knows no parts of a second. */
    CHECK(rtc_certificate_expires(copy) / 1000 == rtc_certificate_expires(certificate) / 1000);
    is_used(copy);
    rtc_certificate_unref(copy);
    copy = NULL;
    for (size_t length = 0; length < strlen(pem); length += 97) {
        char *part = strdup(pem);
        part[length] = '\0';
        CHECK(duologue_certificate_from_pem(part, &copy) != RTC_RESULT_OK && copy == NULL);
        free(part);
    }
    duologue_free(pem);
}

static void connects(RTCCertificate *certificate) {
    Pair pair;
    RTCConfiguration configuration = RTC_CONFIGURATION_INIT;
    configuration.certificates = &certificate;
    configuration.certificates_length = 1;
    pair_open(&pair, NULL, &configuration);
    RTCSctpTransport *sctp = rtc_peer_connection_sctp(pair.a.pc);
    RTCDtlsTransport *dtls = rtc_sctp_transport_transport(sctp);
    const RTCArrayBuffer *chain = NULL;
    size_t length = 0;
    CHECK_OK(rtc_dtls_transport_get_remote_certificates(dtls, &chain, &length));
    CHECK(length == 1 && chain[0].length > 100 && chain[0].data[0] == 0x30); /* DER */
    duologue_free(chain);
    rtc_dtls_transport_unref(dtls);
    rtc_sctp_transport_unref(sctp);
    pair_release(&pair);
}

static void refusals(void) {
    RTCAlgorithmIdentifier algorithm = RTC_ALGORITHM_IDENTIFIER_INIT;
    RTCCertificate *certificate = NULL;
#define GENERATE                                                                                   \
    duologue_peer_connection_generate_certificate_wait(NULL, &algorithm, PATIENCE_MS, &certificate)
    algorithm.name = "Ed25519";
    CHECK_RESULT(RTC_RESULT_NOT_SUPPORTED_ERROR, GENERATE);
    algorithm.name = NULL;
    CHECK_TYPE_ERROR(GENERATE);
    algorithm.name = "ecdsa";
    algorithm.named_curve = "P-521";
    CHECK_RESULT(RTC_RESULT_NOT_SUPPORTED_ERROR, GENERATE);
    algorithm.named_curve = "P-256";
    algorithm.expires = -5;
    CHECK_TYPE_ERROR(GENERATE);
    algorithm.expires = DUOLOGUE_NONE;
    algorithm.name = "RSASSA-PKCS1-v1_5";
    algorithm.hash = "SHA-1";
    CHECK_RESULT(RTC_RESULT_NOT_SUPPORTED_ERROR, GENERATE);
    algorithm.hash = "SHA-256";
    algorithm.public_exponent = 3;
    CHECK_RESULT(RTC_RESULT_NOT_SUPPORTED_ERROR, GENERATE);
    CHECK(certificate == NULL);
}

/* Its time was over in February 2020. */
static const char expired_pem[] =
    "-----BEGIN CERTIFICATE-----\n"
    "MIIBDDCBsgIBATAKBggqhkjOPQQDAjASMRAwDgYDVQQDDAdleHBpcmVkMB4XDTIw\n"
    "MDEwMTAwMDAwMFoXDTIwMDIwMTAwMDAwMFowEjEQMA4GA1UEAwwHZXhwaXJlZDBZ\n"
    "MBMGByqGSM49AgEGCCqGSM49AwEHA0IABFO24IMdx5/C/Pu893l6wYlPX9QeMRk/\n"
    "ah2RwI3gTMbvSj+xFdNjunKiEYOVpCJ1cRACwX6tRkWSNFAc4R3HAOwwCgYIKoZI\n"
    "zj0EAwIDSQAwRgIhAI+2dJN9xRqpLigi8tRqMzsIy+ubzD2Q98p4rZEpb7GwAiEA\n"
    "3Ve63UO5wnYtJvmKVn/X4bHRsR5MksR2bR+sBXFL+68=\n"
    "-----END CERTIFICATE-----\n"
    "-----BEGIN PRIVATE KEY-----\n"
    "MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgntsaLUHuy8OAZxkO\n"
    "3YtAFqnK6pFhcaRTLJaWjhq8rbmhRANCAARTtuCDHcefwvz7vPd5esGJT1/UHjEZ\n"
    "P2odkcCN4EzG70o/sRXTY7pyohGDlaQidXEQAsF+rUZFkjRQHOEdxwDs\n"
    "-----END PRIVATE KEY-----\n";

/* One that has expired may be looked at, but not used. */
static void expired(void) {
    RTCConfiguration configuration = RTC_CONFIGURATION_INIT;
    RTCCertificate *certificate = NULL;
    RTCPeerConnection *pc = NULL;
    CHECK_OK(duologue_certificate_from_pem(expired_pem, &certificate));
    CHECK(rtc_certificate_expires(certificate) == 1580515200000);
    configuration.certificates = &certificate;
    configuration.certificates_length = 1;
    CHECK_RESULT(RTC_RESULT_INVALID_ACCESS_ERROR,
                 rtc_peer_connection_create(NULL, &configuration, &pc));
    rtc_certificate_unref(certificate);
    certificate = NULL;
    CHECK_TYPE_ERROR(rtc_peer_connection_create(NULL, &configuration, &pc));
}

int main(void) {
    Counter made = COUNTER_INIT;
    RTCAlgorithmIdentifier ecdsa = RTC_ALGORITHM_IDENTIFIER_INIT,
                           rsa = RTC_ALGORITHM_IDENTIFIER_INIT;
    rsa.name = "RSASSA-PKCS1-v1_5";
    CHECK_OK(rtc_peer_connection_generate_certificate(NULL, &ecdsa, on_certificate, &made));
    RTCCertificate *certificates[] = {generate(&ecdsa), generate(&rsa)};
    for (int i = 0; i < 2; i++) {
        is_used(certificates[i]);
        survives_as_pem(certificates[i]);
        connects(certificates[i]);
        rtc_certificate_unref(certificates[i]);
    }
    refusals();
    expired();
    counter_wait(&made, 1);
    duologue_default_runtime_release();
    return 0;
}
