//! A start on a database that cannot be used: one line that says where, why and what to do, and
//! an end that is no success. Once that is mended, the next start serves.

use crate::Shop;
use crate::running::now;
use sqlx::{AnyConnection, Connection, Executor};
use std::fs::{self, Permissions};
use std::os::unix::fs::{MetadataExt, PermissionsExt, chown};
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread;
use std::time::Duration;

/// `nobody`, on every Unix that has one: permissions mean nothing to root.
const NOBODY: u32 = 65534;

fn says(mut kept: Command, words: &[&str]) {
    let kept = kept
        .arg("serve")
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    let mut child = kept.spawn().unwrap();
    let ended = (0..1500).any(|_| {
        thread::sleep(Duration::from_millis(20));
        child.try_wait().unwrap().is_some()
    });
    if !ended {
        child.kill().unwrap();
    }
    let output = child.wait_with_output().unwrap();
    let said = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(1), "{said}");
    assert!(output.stdout.is_empty(), "it says that it listens");
    let last: Vec<&str> = said.lines().filter(|l| l.starts_with("kept: ")).collect();
    assert_eq!(last.len(), 1, "{said}");
    for words in words.iter().chain(&["cannot open the database"]) {
        assert!(last[0].contains(words), "{words} in {said}");
    }
    assert!(!said.contains("panicked"), "{said}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_file_that_is_no_database_is_named() {
    let shop = Shop::new().await;
    let file = shop.house.path("data/kept.sqlite");
    let good = fs::read(&file).unwrap();
    for damaged in [b"this is no database, whatever it is called".repeat(200), {
        let mut torn = good.clone();
        torn[100..20_000].fill(0x5a);
        torn
    }] {
        fs::write(&file, damaged).unwrap();
        says(
            shop.house.kept(now(), &[]),
            &["kept.sqlite", "damaged", "backup"],
        );
    }
    for beside in ["data/kept.sqlite-wal", "data/kept.sqlite-shm"] {
        let _ = fs::remove_file(shop.house.path(beside));
    }
    fs::write(&file, good).unwrap();
    let serving = shop.house.serve(now(), &[]);
    shop.ends_well(&shop.sign_in(&serving)).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_folder_that_cannot_be_made_is_named() {
    let shop = Shop::new().await;
    fs::write(shop.house.path("a file"), "").unwrap();
    let nowhere = shop.house.path("a file/data");
    let data = [("KEPT_DATA", nowhere.to_str().unwrap())];
    let kept = shop.house.kept(now(), &data);
    says(kept, &["a file/data", "folder"]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_database_that_another_process_holds_is_named() {
    let shop = Shop::new().await;
    sqlx::any::install_default_drivers();
    let mut other = AnyConnection::connect(&shop.house.url()).await.unwrap();
    other.execute("BEGIN EXCLUSIVE").await.unwrap();
    let kept = shop.house.kept(now(), &[]);
    tokio::task::block_in_place(|| says(kept, &["busy", "what else has it open"]));
    other.close().await.unwrap();
    let serving = shop.house.serve(now(), &[]);
    shop.ends_well(&shop.sign_in(&serving)).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_may_only_be_read_is_named() {
    let shop = Shop::new().await;
    let (house, data) = (shop.house.path(""), shop.house.path("data"));
    let (file, wal) = (data.join("kept.sqlite"), data.join("kept.sqlite-wal"));
    let program = shop.house.path("kept");
    let is_root = fs::metadata("/proc/self").is_ok_and(|me| me.uid() == 0);
    let modes = |folder: u32, of_files: u32| {
        let set = |path: &Path, mode| fs::set_permissions(path, Permissions::from_mode(mode));
        set(&data, 0o755).unwrap();
        // Those that are still there need no folder to be made in.
        for beside in ["data/kept.sqlite-wal", "data/kept.sqlite-shm"] {
            let _ = fs::remove_file(shop.house.path(beside));
        }
        for beside in fs::read_dir(&data).unwrap() {
            set(&beside.unwrap().path(), of_files).unwrap();
        }
        set(&data, folder).unwrap();
    };
    // Wherever it was built, here `nobody` can run it.
    let built = env!("CARGO_BIN_EXE_kept");
    if fs::hard_link(built, &program).is_err() {
        fs::copy(built, &program).unwrap();
    }
    fs::set_permissions(&program, Permissions::from_mode(0o755)).unwrap();
    if is_root {
        fs::set_permissions(&house, Permissions::from_mode(0o755)).unwrap();
        chown(&data, Some(NOBODY), Some(NOBODY)).unwrap();
        chown(&file, Some(NOBODY), Some(NOBODY)).unwrap();
    }
    let kept = || {
        let mut kept = shop.house.kept_at(&program, now(), &[]);
        if is_root {
            kept.uid(NOBODY).gid(NOBODY);
        }
        kept
    };
    let file = "kept.sqlite may only be read";
    let cases = [
        (0o755, 0o444, [file, "with mode 444): let them write to it"]),
        (0o555, 0o444, [file, "with mode 444): let them write to it"]),
        (0o555, 0o644, ["in the folder", "with mode 555)"]),
        (
            0o000,
            0o644,
            ["the folder", "with mode 000): let them into it"],
        ),
    ];
    for (folder, of_files, words) in cases {
        modes(folder, of_files);
        says(kept(), &words);
    }
    // What somebody else has left beside it: the file itself may well be written to.
    modes(0o755, 0o644);
    fs::write(&wal, "").unwrap();
    fs::set_permissions(&wal, Permissions::from_mode(0o444)).unwrap();
    says(kept(), &["kept.sqlite-wal may only be read"]);
    modes(0o755, 0o644);
    let serving = shop.house.started(kept().arg("serve"));
    shop.ends_well(&shop.sign_in(&serving)).await;
}
