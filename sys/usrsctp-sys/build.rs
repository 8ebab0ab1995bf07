//! Finds the system's libusrsctp with pkg-config.

fn main() {
    println!("cargo:rerun-if-changed=build.rs");
    if let Err(error) = pkg_config::Config::new()
        .atleast_version("0.9.5")
        .probe("usrsctp")
    {
        panic!("libusrsctp was not found (Debian: apt install libusrsctp-dev): {error}");
    }
}
