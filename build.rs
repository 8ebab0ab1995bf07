//! Gives the shared library its SONAME.
//!
//! What it exports needs nothing here: rustc hands the linker a version script of its own that keeps
//! every symbol local but the `#[no_mangle]` functions. A second anonymous script is an error to GNU ld,
//! so instead of one of ours `scripts/check-exports.sh` proves that only `rtc_*` and `duologue_*` got out.

/// The number in the SONAME; it changes only when old binaries no longer work.
const ABI: u32 = 1;

fn main() {
    println!("cargo:rerun-if-changed=build.rs");
    let Ok(os) = std::env::var("CARGO_CFG_TARGET_OS") else {
        return;
    };
    match os.as_str() {
        "macos" | "ios" => {
            link_arg(&format!("-Wl,-install_name,@rpath/libduologue.{ABI}.dylib"));
        }
        "windows" => {}
        _ => {
            link_arg(&format!("-Wl,-soname,libduologue.so.{ABI}"));
            link_arg("-Wl,-z,relro,-z,now");
        }
    }
}

fn link_arg(argument: &str) {
    println!("cargo:rustc-cdylib-link-arg={argument}");
}
