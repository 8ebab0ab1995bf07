// The header serves C++ as well: handles in smart pointers, lambdas as callbacks.
#include "check.h"
#include <memory>

struct Unref {
    void operator()(RTCPeerConnection *pc) const {
        rtc_peer_connection_unref(pc);
    }
    void operator()(RTCDataChannel *channel) const {
        rtc_data_channel_unref(channel);
    }
};

int main() {
    RTCConfiguration configuration = RTC_CONFIGURATION_INIT;
    RTCDataChannelInit init = RTC_DATA_CHANNEL_INIT_INIT;
    RTCPeerConnection *pc = nullptr;
    RTCDataChannel *channel = nullptr;
    Counter settled = COUNTER_INIT;
    init.ordered = false;
    CHECK_OK(rtc_peer_connection_create(nullptr, &configuration, &pc));
    std::unique_ptr<RTCPeerConnection, Unref> owner(pc);
    CHECK_OK(rtc_peer_connection_create_data_channel(pc, "C++", &init, &channel));
    std::unique_ptr<RTCDataChannel, Unref> channel_owner(channel);
    CHECK_OK(rtc_event_target_add_event_listener(
        RTC_EVENT_TARGET(pc), "signalingstatechange",
        [](const RTCEvent *, void *userdata) { counter_add(static_cast<Counter *>(userdata)); },
        &settled, nullptr, nullptr));
    CHECK_OK(rtc_peer_connection_set_local_description(
        pc, nullptr,
        [](const RTCError *error, void *userdata) {
            CHECK(error == nullptr);
            counter_add(static_cast<Counter *>(userdata));
        },
        &settled));
    counter_wait(&settled, 2);
    CHECK(rtc_peer_connection_signaling_state(pc) == RTC_SIGNALING_STATE_HAVE_LOCAL_OFFER);
    channel_owner.reset();
    owner.reset();
    duologue_default_runtime_release();
    return 0;
}
