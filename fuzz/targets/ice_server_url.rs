#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| duologue::fuzzing::ice_server_url(data));
