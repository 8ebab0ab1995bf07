//! Compares the declarations with what a C compiler makes of the installed `usrsctp.h`.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;
use std::process::Command;

use usrsctp_sys::*;

/// Lists sizes and offsets of structs, as this crate has them and as C expressions.
macro_rules! layouts {
    ($($name:ident { $($field:ident),* $(,)? })*) => {
        fn layouts() -> Vec<(String, u64)> {
            vec![$(
                (format!("sizeof(struct {})", stringify!($name)), size_of::<$name>() as u64),
                $((
                    format!("offsetof(struct {}, {})", stringify!($name), stringify!($field)),
                    std::mem::offset_of!($name, $field) as u64,
                ),)*
            )*]
        }
    };
}

/// Lists constants, as this crate has them and by their C names.
macro_rules! constants {
    ($($name:ident)*) => {
        fn constants() -> Vec<(String, u64)> {
            vec![$((stringify!($name).to_owned(), $name as u64),)*]
        }
    };
}

layouts! {
    sockaddr_conn { sconn_family, sconn_port, sconn_addr }
    sctp_rcvinfo {
        rcv_sid, rcv_ssn, rcv_flags, rcv_ppid, rcv_tsn, rcv_cumtsn, rcv_context, rcv_assoc_id,
    }
    sctp_sndinfo { snd_sid, snd_flags, snd_ppid, snd_context, snd_assoc_id }
    sctp_prinfo { pr_policy, pr_value }
    sctp_authinfo { auth_keynumber }
    sctp_sendv_spa { sendv_flags, sendv_sndinfo, sendv_prinfo, sendv_authinfo }
    sctp_event { se_assoc_id, se_type, se_on }
    sctp_initmsg {
        sinit_num_ostreams, sinit_max_instreams, sinit_max_attempts, sinit_max_init_timeo,
    }
    sctp_rtoinfo { srto_assoc_id, srto_initial, srto_max, srto_min }
    sctp_assocparams {
        sasoc_assoc_id, sasoc_peer_rwnd, sasoc_local_rwnd, sasoc_cookie_life, sasoc_asocmaxrxt,
        sasoc_number_peer_destinations,
    }
    sctp_paddrparams {
        spp_address, spp_assoc_id, spp_hbinterval, spp_pathmtu, spp_flags, spp_ipv6_flowlabel,
        spp_pathmaxrxt, spp_dscp,
    }
    sctp_assoc_value { assoc_id, assoc_value }
    sctp_sack_info { sack_assoc_id, sack_delay, sack_freq }
    sctp_reset_streams { srs_assoc_id, srs_flags, srs_number_streams }
    sctp_add_streams { sas_assoc_id, sas_instrms, sas_outstrms }
    sctp_paddrinfo {
        spinfo_address, spinfo_assoc_id, spinfo_state, spinfo_cwnd, spinfo_srtt, spinfo_rto, spinfo_mtu,
    }
    sctp_status {
        sstat_assoc_id, sstat_state, sstat_rwnd, sstat_unackdata, sstat_penddata, sstat_instrms,
        sstat_outstrms, sstat_fragmentation_point, sstat_primary,
    }
    sctp_assoc_change {
        sac_type, sac_flags, sac_length, sac_state, sac_error, sac_outbound_streams,
        sac_inbound_streams, sac_assoc_id,
    }
    sctp_pdapi_event {
        pdapi_type, pdapi_flags, pdapi_length, pdapi_indication, pdapi_stream, pdapi_seq, pdapi_assoc_id,
    }
    sctp_stream_reset_event {
        strreset_type, strreset_flags, strreset_length, strreset_assoc_id,
    }
    sctp_stream_change_event {
        strchange_type, strchange_flags, strchange_length, strchange_assoc_id, strchange_instrms,
        strchange_outstrms,
    }
    sctp_send_failed_event {
        ssfe_type, ssfe_flags, ssfe_length, ssfe_error, ssfe_info, ssfe_assoc_id,
    }
}

constants! {
    AF_CONN IPPROTO_SCTP MSG_NOTIFICATION MSG_EOR SCTP_FUTURE_ASSOC SCTP_ALL_ASSOC
    SCTP_RTOINFO SCTP_ASSOCINFO SCTP_INITMSG SCTP_NODELAY SCTP_PEER_ADDR_PARAMS SCTP_DELAYED_SACK
    SCTP_FRAGMENT_INTERLEAVE SCTP_PARTIAL_DELIVERY_POINT SCTP_MAX_BURST SCTP_EXPLICIT_EOR SCTP_EVENT
    SCTP_STATUS SCTP_ENABLE_STREAM_RESET SCTP_RESET_STREAMS SCTP_ADD_STREAMS
    SCTP_ENABLE_RESET_STREAM_REQ SCTP_ENABLE_CHANGE_ASSOC_REQ SCTP_STREAM_RESET_OUTGOING
    SPP_HB_DISABLE SPP_PMTUD_DISABLE
    SCTP_SENDV_SPA SCTP_SEND_SNDINFO_VALID SCTP_SEND_PRINFO_VALID SCTP_UNORDERED SCTP_EOR
    SCTP_PR_SCTP_NONE SCTP_PR_SCTP_TTL SCTP_PR_SCTP_RTX
    SCTP_ASSOC_CHANGE SCTP_REMOTE_ERROR SCTP_SHUTDOWN_EVENT SCTP_PARTIAL_DELIVERY_EVENT
    SCTP_STREAM_RESET_EVENT SCTP_STREAM_CHANGE_EVENT SCTP_SEND_FAILED_EVENT
    SCTP_COMM_UP SCTP_COMM_LOST SCTP_RESTART SCTP_SHUTDOWN_COMP SCTP_CANT_STR_ASSOC
    SCTP_ASSOC_SUPPORTS_PR SCTP_ASSOC_SUPPORTS_RE_CONFIG SCTP_ASSOC_SUPPORTS_INTERLEAVING
    SCTP_STREAM_RESET_INCOMING_SSN SCTP_STREAM_RESET_OUTGOING_SSN SCTP_STREAM_RESET_DENIED
    SCTP_STREAM_RESET_FAILED SCTP_STREAM_CHANGE_DENIED SCTP_STREAM_CHANGE_FAILED SCTP_ESTABLISHED
}

/// What C says of each expression.
fn ask_c(expressions: &[(String, u64)]) -> BTreeMap<String, u64> {
    let mut source = "#include <stddef.h>\n#include <stdio.h>\n#include <sys/socket.h>\n\
                      #include <netinet/in.h>\n#include <usrsctp.h>\nint main(void) {\n"
        .to_owned();
    for (expression, _) in expressions {
        writeln!(
            source,
            "    printf(\"%s=%llu\\n\", \"{expression}\", (unsigned long long)({expression}));"
        )
        .expect("a string takes everything");
    }
    source.push_str("    return 0;\n}\n");
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR"));
    let (file, program) = (folder.join("layout.c"), folder.join("layout"));
    std::fs::write(&file, source).expect("the folder is cargo's for tests");
    let flags = Command::new("pkg-config")
        .args(["--cflags", "usrsctp"])
        .output()
        .expect("the build used pkg-config");
    let flags = String::from_utf8(flags.stdout).expect("flags are text");
    let compiler = std::env::var("CC").unwrap_or_else(|_| "cc".to_owned());
    let compiled = Command::new(&compiler)
        .args(flags.split_whitespace())
        .arg("-o")
        .arg(&program)
        .arg(&file)
        .status()
        .unwrap_or_else(|error| panic!("this test needs a C compiler, and {compiler}: {error}"));
    assert!(compiled.success(), "{} compiles", file.display());
    let output = Command::new(&program).output().expect("it was just built");
    String::from_utf8(output.stdout)
        .expect("ASCII")
        .lines()
        .map(|line| {
            let (expression, value) = line.rsplit_once('=').expect("the format above");
            (expression.to_owned(), value.parse().expect("a number"))
        })
        .collect()
}

#[test]
fn declarations_are_those_of_the_header() {
    let mut ours = layouts();
    ours.push((
        "sizeof(union sctp_sockstore)".to_owned(),
        size_of::<sctp_sockstore>() as u64,
    ));
    ours.extend(constants());
    assert!(ours.len() > 150);
    let theirs = ask_c(&ours);
    for (expression, value) in ours {
        assert_eq!(theirs.get(&expression), Some(&value), "{expression}");
    }
}
