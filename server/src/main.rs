//! The `kept` program: serves, invites people, proves the books.

mod invite;
mod run;

use std::env;
use std::process::ExitCode;

/// A page is thousands of small allocations, which the system's own allocator takes a quarter of
/// the page's time for.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

const USAGE: &str = "\
usage: kept [serve]                   serve until told to stop
       kept staff add <mail>          print a one-use link by which the person sets a password
       kept therapist add <mail>
            [--name <name>] [--zone <Europe/London>] [--city <London>]
       kept proof                     say whether the books are in order

Settings come from the environment:
  KEPT_DEMO       1: the demo cast, a movable clock, mail into a folder
  KEPT_ADDR       address to listen on (127.0.0.1:3000; port 0 takes a free one)
  DATABASE_URL    sqlite:<path> or postgres://… (sqlite:data/kept.sqlite)
  KEPT_DATA       folder for the database and the demo's mail (data)
  KEPT_ORIGIN     the address that people see, such as https://kept.example
  KEPT_SECRET     32 or more characters that nobody knows; not in the demo
  KEPT_SMTP_URL   where mail leaves by; not in the demo
  KEPT_MAIL_FROM  the address that mail comes from; not in the demo
  KEPT_SITE       folder of the built front end (found beside the program)
  KEPT_LOG        what to log (info)
  KEPT_LOG_FORMAT text, or json for machines (text)
  KEPT_TRUSTED_PROXIES   addresses of the proxies in front, with commas between them (none)
  KEPT_LIMIT_PASSWORDS   passwords tried from one address, as a count and seconds (50/300)
  KEPT_LIMIT_GUESSES     of them, for one account (10/300)
  KEPT_LIMIT_COMMANDS    commands of one person (60/60)";

#[tokio::main]
async fn main() -> ExitCode {
    // Pages of 2 MiB would hold three times what is in use. Where nobody can be asked, they stay.
    let _ = rustix::thread::disable_transparent_huge_pages(true);
    let arguments: Vec<String> = env::args().skip(1).collect();
    let done = match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        [] | ["serve"] => run::serve().await,
        [
            role @ ("staff" | "therapist"),
            "add",
            mail,
            ref options @ ..,
        ] if invite::are_options(options) => invite::add(role, mail, options).await,
        ["proof"] => run::proof().await,
        ["help" | "--help" | "-h"] => {
            println!("{USAGE}");
            Ok(())
        }
        _ => {
            eprintln!("{USAGE}");
            return ExitCode::from(2);
        }
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(fault) => {
            eprintln!("kept: {fault}");
            ExitCode::FAILURE
        }
    }
}
