//! A handshake with a stranger: OpenSSL's command-line program as a process of its own, over loopback.

use std::io::{BufRead, BufReader, Write};
use std::net::{Ipv4Addr, SocketAddr, UdpSocket};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};

use super::event::SrtpProfile;
use super::*;
use crate::random::SystemRandom;

/// 2026-01-01 00:00:00 UTC; neither end looks at the dates.
const NOW_UNIX: i64 = 1_767_225_600;

/// Far more than it takes.
const PATIENCE: Duration = Duration::from_secs(30);

#[expect(
    clippy::disallowed_methods,
    reason = "the process at the other end lives in real time"
)]
fn now() -> Instant {
    Instant::now()
}

fn certificate() -> Arc<Certificate> {
    let made = Certificate::generate(
        KeyAlgorithm::EcdsaP256,
        NOW_UNIX,
        DEFAULT_LIFETIME,
        &mut SystemRandom,
    );
    Arc::new(made.expect("generates"))
}

fn fingerprint(certificate: &Certificate) -> Fingerprint {
    Fingerprint {
        algorithm: "sha-512".to_owned(),
        value: certificate.fingerprint(HashAlgorithm::Sha512),
    }
}

/// The program, with its certificate in a file; both end with this value.
struct Program {
    child: Child,
    pem: PathBuf,
}

impl Program {
    fn start(name: &str, certificate: &Certificate, arguments: &[&str]) -> Self {
        let file = format!("duologue-{name}-{}.pem", std::process::id());
        let pem = std::env::temp_dir().join(file);
        let text = certificate.to_pem().expect("PEM");
        std::fs::write(&pem, text).expect("a writable temporary folder");
        let child = Command::new("openssl")
            .arg(name)
            .args(["-dtls1_2", "-quiet", "-use_srtp", "SRTP_AES128_CM_SHA1_80"])
            .args(arguments)
            .arg("-cert")
            .arg(&pem)
            .arg("-key")
            .arg(&pem)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("the openssl program is installed");
        Self { child, pem }
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.child.kill();
        let _ = self.child.wait();
        let _ = std::fs::remove_file(&self.pem);
    }
}

/// Our end with its socket.
struct End {
    dtls: Dtls,
    socket: UdpSocket,
    peer: Option<SocketAddr>,
    received: Vec<u8>,
    connected: Option<Connected>,
}

impl End {
    fn new(certificate: Arc<Certificate>, peer: Option<SocketAddr>) -> Self {
        Self {
            dtls: Dtls::new(certificate, 1200),
            socket: UdpSocket::bind((Ipv4Addr::LOCALHOST, 0)).expect("binds"),
            peer,
            received: Vec::new(),
            connected: None,
        }
    }

    /// Sends, receives and waits for timers until `done`.
    fn run(&mut self, done: impl Fn(&Self) -> bool) {
        let start = now();
        let mut buffer = [0; 2048];
        while !done(self) {
            assert!(now() - start < PATIENCE, "nothing came of it");
            self.flush();
            let wait = self
                .dtls
                .poll_timeout()
                .map_or(PATIENCE, |deadline| deadline - now().min(deadline));
            let wait = wait.clamp(Duration::from_millis(1), PATIENCE);
            self.socket.set_read_timeout(Some(wait)).expect("not zero");
            if let Ok((len, from)) = self.socket.recv_from(&mut buffer) {
                self.peer = Some(from);
                let received = &mut self.received;
                self.dtls
                    .handle_datagram(now(), &buffer[..len], &mut |data| received.extend(data));
            }
            self.dtls.handle_timeout(now());
            match self.dtls.poll_event() {
                Some(Event::Connected(connected)) => self.connected = Some(connected),
                Some(other) => panic!("{other:?}"),
                None => {}
            }
        }
        self.flush();
    }

    fn flush(&mut self) {
        let mut datagram = Vec::new();
        while self.dtls.poll_transmit(&mut datagram) {
            self.transmit(&datagram);
            datagram.clear();
        }
    }

    fn send(&mut self, data: &[u8]) {
        let mut record = Vec::new();
        self.dtls.send(data, &mut record).expect("sends");
        self.transmit(&record);
    }

    fn transmit(&self, datagram: &[u8]) {
        let peer = self.peer.expect("the peer has sent something");
        // A server that does not listen yet is no error: the flight goes out again.
        let _ = self.socket.send_to(datagram, peer);
    }
}

/// A port that was free a moment ago.
fn free_port() -> u16 {
    let socket = UdpSocket::bind((Ipv4Addr::LOCALHOST, 0)).expect("binds");
    socket.local_addr().expect("bound").port()
}

/// Sends a line each way.
fn converse(end: &mut End, program: &mut Program) {
    let mut stdin = program.child.stdin.take().expect("piped");
    stdin.write_all(b"from the program\n").expect("writes");
    end.run(|end| end.received.ends_with(b"\n"));
    assert_eq!(end.received, b"from the program\n");
    end.send(b"and back\n");
    let mut line = String::new();
    let stdout = program.child.stdout.take().expect("piped");
    BufReader::new(stdout).read_line(&mut line).expect("reads");
    assert_eq!(line, "and back\n");
}

fn expect_connected(end: &End, theirs: &Certificate) {
    let connected = end.connected.as_ref().expect("connected");
    assert_eq!(*connected.remote_certificates, [theirs.der().to_vec()]);
    let profile = connected.srtp_profile;
    assert_eq!(profile, Some(SrtpProfile::Aes128CmHmacSha1_80));
}

#[test]
fn talks_as_client_to_s_server() {
    let (ours, theirs) = (certificate(), certificate());
    let port = free_port();
    let accept = format!("127.0.0.1:{port}");
    // It begins with a HelloVerifyRequest, and splits its flight.
    let arguments = ["-accept", &accept, "-Verify", "1", "-mtu", "500"];
    let mut program = Program::start("s_server", &theirs, &arguments);
    let mut client = End::new(ours, Some(SocketAddr::from((Ipv4Addr::LOCALHOST, port))));
    let expected = fingerprint(&theirs);
    client.dtls.start(now(), Role::Client, &[expected]);
    client.run(|end| end.connected.is_some());
    expect_connected(&client, &theirs);
    converse(&mut client, &mut program);
}

#[test]
fn talks_as_server_to_s_client() {
    let (ours, theirs) = (certificate(), certificate());
    let mut server = End::new(ours, None);
    let address = server.socket.local_addr().expect("bound").to_string();
    let expected = fingerprint(&theirs);
    server.dtls.start(now(), Role::Server, &[expected]);
    let mut program = Program::start("s_client", &theirs, &["-connect", &address]);
    converse(&mut server, &mut program);
    expect_connected(&server, &theirs);
}
