//! The `kept` program as somebody starts it: what it needs, what it says, how it ends.

#[allow(dead_code, reason = "other tests ask it for more")]
#[path = "support/page.rs"]
mod page;
#[path = "program/shop.rs"]
mod shop;

use serde_json::Value;
use shop::{SECRETS, Shop, err, out};
use std::io::{BufRead, BufReader};
use std::process::{Command, Output, Stdio};

#[test]
fn without_its_secrets_it_refuses_to_start_and_names_each() {
    let shop = Shop::new();
    for demo in [&[("KEPT_DEMO", "0")][..], &[], &[("KEPT_SECRET", " ")]] {
        let output = shop.run(&["serve"], demo);
        assert_eq!(output.status.code(), Some(1), "{demo:?}");
        for (name, _) in SECRETS {
            assert!(err(&output).contains(name), "{name}: {}", err(&output));
        }
        assert_eq!(out(&output), "");
    }
    assert!(
        !shop.path().join("data").exists(),
        "nothing is made before that"
    );
}

#[test]
fn a_secret_that_is_missing_is_the_only_one_that_is_named() {
    let shop = Shop::new();
    for (missing, _) in SECRETS {
        let others: Vec<_> = SECRETS
            .into_iter()
            .filter(|(name, _)| *name != missing)
            .collect();
        let said = err(&shop.run(&["serve"], &others));
        for (name, _) in SECRETS {
            let named = said.contains(&format!("  {name}: "));
            assert_eq!(named, name == missing, "{said}");
        }
    }
}

#[test]
fn settings_that_make_no_sense_stop_the_start_with_a_sentence() {
    let shop = Shop::new();
    for (name, value, words) in [
        ("KEPT_SECRET", "short", "at least 32 characters"),
        (
            "KEPT_ORIGIN",
            "kept.example",
            "must look like https://kept.example",
        ),
        (
            "KEPT_ORIGIN",
            "http://kept.example",
            "neither https nor http on a loopback",
        ),
        (
            "KEPT_LIMIT_GUESSES",
            "ten",
            "a count and seconds such as 10/300",
        ),
        ("KEPT_TRUSTED_PROXIES", "127.0.0.1,me", "not me"),
        ("KEPT_LOG_FORMAT", "xml", "text or json, not xml"),
        ("KEPT_DEMO", "yes", "KEPT_DEMO is 1 or 0, not yes"),
        ("KEPT_ADDR", "nowhere", "cannot listen on nowhere"),
        ("KEPT_SITE", "/nowhere", "no front end in /nowhere"),
        ("DATABASE_URL", "mysql://x", "mysql"),
    ] {
        let mut settings = SECRETS.to_vec();
        settings.push((name, value));
        let output = shop.run(&["serve"], &settings);
        assert_eq!(output.status.code(), Some(1), "{name}={value}");
        assert!(
            err(&output).contains(words),
            "{name}={value}: {}",
            err(&output)
        );
        assert!(!err(&output).contains("panicked"), "{}", err(&output));
        if name != "KEPT_ADDR" {
            assert!(
                !shop.path().join("data").exists(),
                "{name}: nothing is made before that"
            );
        }
    }
}

#[test]
fn an_origin_that_is_set_to_nothing_is_an_error_in_words() {
    let shop = Shop::new();
    for origin in ["", " "] {
        let settings = [("KEPT_DEMO", "1"), ("KEPT_ORIGIN", origin)];
        let output = shop.run(&["serve"], &settings);
        assert_eq!(output.status.code(), Some(1), "{origin:?}");
        let said = err(&output);
        assert!(said.contains("KEPT_ORIGIN is set to nothing"), "{said}");
        assert!(
            !shop.path().join("data").exists(),
            "nothing is made before that"
        );
    }
}

#[test]
fn the_wrong_words_print_how_to_use_it() {
    let shop = Shop::new();
    for arguments in [
        &["nonsense"][..],
        &["serve", "now"],
        &["staff"],
        &["staff", "add"],
        &["staff", "remove", "noor@kept.example"],
        &["client", "add", "daniel@kept.example"],
        &["proof", "all"],
        &["therapist", "add", "new@kept.example", "--name"],
        &["therapist", "add", "new@kept.example", "--wrong", "x"],
    ] {
        let output = shop.run(arguments, &[("KEPT_DEMO", "1")]);
        assert_eq!(
            output.status.code(),
            Some(2),
            "{arguments:?}: {}",
            err(&output)
        );
        assert!(err(&output).contains("usage: kept"), "{arguments:?}");
    }
    let output = shop.run(&["--help"], &[]);
    assert_eq!(output.status.code(), Some(0));
    assert!(out(&output).starts_with("usage: kept"));
}

#[test]
fn an_invitation_prints_a_link_and_nothing_else() {
    let shop = Shop::new();
    let add = |arguments: &[&str]| shop.run(arguments, &SECRETS);
    let check = |output: &Output| {
        assert_eq!(output.status.code(), Some(0), "{}", err(output));
        let link = out(output);
        let token = link
            .strip_prefix("https://kept.example/welcome/")
            .expect("a link");
        assert_eq!(token.trim_end().len(), 43, "{link}");
        link
    };
    let first = check(&add(&["staff", "add", "noor@kept.example"]));
    let again = check(&add(&["staff", "add", "noor@kept.example"]));
    assert_ne!(first, again);
    let options = [
        "--name",
        "Ruth Klein",
        "--zone",
        "Europe/Berlin",
        "--city",
        "Berlin",
    ];
    check(&add(&[
        &["therapist", "add", "ruth@kept.example"][..],
        &options,
    ]
    .concat()));

    for (arguments, words) in [
        (
            ["therapist", "add", "noor@kept.example"],
            "has another role",
        ),
        (["staff", "add", "noor"], "kept: "),
    ] {
        let output = add(&arguments);
        assert_eq!(output.status.code(), Some(1), "{arguments:?}");
        assert!(
            err(&output).contains(words),
            "{arguments:?}: {}",
            err(&output)
        );
        assert_eq!(out(&output), "");
    }
    let zone = add(&["staff", "add", "new@kept.example", "--zone", "Mars/Olympus"]);
    assert!(err(&zone).contains("Mars/Olympus"), "{}", err(&zone));
}

#[test]
fn the_demo_starts_from_nothing_is_proved_green_and_ends_when_it_is_told() {
    let shop = Shop::new();
    let demo = [("KEPT_DEMO", "1"), ("KEPT_CLOCK", "2026-11-23T06:40:00Z")];
    let (mut serving, address) = shop.serve(&demo);
    assert!(address.starts_with("http://127.0.0.1:"), "{address}");
    let page = fetch(&address, "/sign-in");
    assert!(page.starts_with("HTTP/1.1 200 OK"), "{page}");
    assert!(page.contains("Maya Okafor"), "{page}");
    assert!(page::words(&page).contains("Mon 23 Nov, 06:40"), "{page}");

    let proof = shop.run(&["proof"], &demo);
    assert_eq!(proof.status.code(), Some(0), "{}", err(&proof));
    assert!(out(&proof).starts_with("green: "), "{}", out(&proof));
    assert!(
        !out(&proof).contains("green: 0 payments"),
        "{}",
        out(&proof)
    );

    let pid = serving.0.id().to_string();
    assert!(
        Command::new("kill")
            .args(["-TERM", &pid])
            .status()
            .unwrap()
            .success()
    );
    assert!(serving.0.wait().unwrap().success());
}

#[test]
fn a_second_program_on_the_same_database_is_sent_away_until_the_first_is_gone() {
    let shop = Shop::new();
    let demo = [("KEPT_DEMO", "1")];
    let (mut first, _) = shop.serve(&demo);
    let second = shop.run(&["serve"], &demo);
    assert!(!second.status.success());
    assert!(
        err(&second).contains("another program serves the database"),
        "{}",
        err(&second)
    );
    assert!(shop.run(&["proof"], &demo).status.success());
    first.0.kill().unwrap();
    first.0.wait().unwrap();
    shop.serve(&demo);
}

#[test]
fn an_open_page_does_not_hold_up_the_stop() {
    let shop = Shop::new();
    let demo = [("KEPT_DEMO", "1"), ("KEPT_CLOCK", "2026-11-23T06:40:00Z")];
    let (mut serving, address) = shop.serve(&demo);
    let person = format!("person={}", backend::seed::cast::MAYA.id());
    let signed_in = ask(
        &address,
        &format!(
            "POST /do/sign_in_as HTTP/1.1\r\nAccept: application/json\r\n\
             Sec-Fetch-Site: same-origin\r\nConnection: close\r\n\
             Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n",
            person.len()
        ),
        &person,
    );
    let (_, cookie) = signed_in.split_once("set-cookie: ").expect("a cookie");
    let cookie = cookie.split(';').next().unwrap_or_default().to_owned();

    let host = address.trim_start_matches("http://");
    let mut stream = std::net::TcpStream::connect(host).unwrap();
    let request = format!("GET /live?age=0 HTTP/1.1\r\nHost: {host}\r\nCookie: {cookie}\r\n\r\n");
    std::io::Write::write_all(&mut stream, request.as_bytes()).unwrap();
    let mut line = String::new();
    let mut open = BufReader::new(stream);
    open.read_line(&mut line).unwrap();
    assert_eq!(line, "HTTP/1.1 200 OK\r\n");

    let pid = serving.0.id().to_string();
    let told = Command::new("kill").args(["-TERM", &pid]).status();
    assert!(told.unwrap().success());
    let mut rest = Vec::new();
    std::io::Read::read_to_end(&mut open, &mut rest).unwrap();
    // The stream came to its end, instead of being cut.
    assert!(
        rest.ends_with(b"0\r\n\r\n"),
        "{}",
        String::from_utf8_lossy(&rest)
    );
    assert!(serving.0.wait().unwrap().success());
    let mut said = String::new();
    let mut err = serving.0.stderr.take().expect("piped");
    std::io::Read::read_to_string(&mut err, &mut said).unwrap();
    assert!(!said.contains("were cut"), "{said}");
}

/// Whoever has closed its standard output makes it panic when it says where it listens.
#[test]
fn a_panic_is_a_line_of_the_log_and_says_no_more_than_its_place() {
    let shop = Shop::new();
    let mut kept = shop.kept(&[], &[("KEPT_DEMO", "1"), ("KEPT_LOG_FORMAT", "json")]);
    let kept = kept.stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = kept.spawn().unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    let said = err(&output);
    assert_eq!(output.status.code(), Some(101), "{said}");
    let lines = said.lines().map(serde_json::from_str::<Value>);
    let lines: Vec<Value> = lines.map(|line| line.expect(&said)).collect();
    let last = lines.last().expect("a line");
    assert_eq!(last["target"], "kept::panic", "{said}");
    assert_eq!(
        (&last["level"], &last["message"]),
        (&"ERROR".into(), &"panicked".into())
    );
    assert!(
        last["place"]
            .as_str()
            .is_some_and(|place| place.contains(".rs:"))
    );
    assert!(!said.contains("stdout"), "what it says is left out: {said}");
}

#[test]
fn what_is_not_the_demo_starts_with_nobody_in_it() {
    let shop = Shop::new();
    let (_serving, address) = shop.serve(&SECRETS);
    let page = fetch(&address, "/sign-in");
    assert!(page.starts_with("HTTP/1.1 200 OK"), "{page}");
    assert!(!page.contains("Maya") && !page.contains("Demo"), "{page}");
    let proof = shop.run(&["proof"], &SECRETS);
    assert_eq!(out(&proof).trim(), "green: 0 payments, 0 entries");
}

/// The page as it comes over the wire.
fn fetch(address: &str, path: &str) -> String {
    let head = format!("GET {path} HTTP/1.1\r\nAccept: text/html\r\nConnection: close\r\n");
    ask(address, &head, "")
}

fn ask(address: &str, head: &str, body: &str) -> String {
    use std::io::{Read, Write};
    use std::net::TcpStream;

    let host = address.trim_start_matches("http://");
    let mut stream = TcpStream::connect(host).unwrap();
    let request = format!("{head}Host: {host}\r\n\r\n{body}");
    stream.write_all(request.as_bytes()).unwrap();
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).unwrap();
    String::from_utf8_lossy(&answer).into_owned()
}
