//! `sqlx::migrate!` reads the migrations while compiling: cargo has to be told to look again.
fn main() {
    println!("cargo:rerun-if-changed=migrations");
}
