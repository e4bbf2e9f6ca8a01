//! Why a database's file cannot be written to: which one of file, companions and folder it is,
//! whose it is, and the way out. Looked into only at a start that failed, while this process has
//! nothing of it open: closing a file drops all of a process's locks on it.

use super::StoreFault;
use super::dialect::file_of;
use std::ffi::OsString;
use std::fmt::{self, Display};
use std::fs::{self, File, Metadata, OpenOptions};
use std::io::{Error, ErrorKind};
use std::path::{Path, PathBuf};

/// SQLite keeps them beside the database's file; whoever ran the program before has made them.
const COMPANIONS: [&str; 2] = ["-wal", "-shm"];

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hindrance {
    what: What,
    path: PathBuf,
    owner: Option<Owner>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum What {
    File,
    /// Nothing can be made in it.
    Folder,
    /// What is in it cannot even be seen.
    ClosedFolder,
    Disk,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Owner {
    user: u32,
    mode: u32,
}

/// SQLite says no more than that it cannot open or write; people want to know which file, and
/// what to do about it.
pub(super) fn explained(url: &str, fault: StoreFault) -> StoreFault {
    let may_be_hindered = matches!(fault, StoreFault::ReadOnly | StoreFault::Unusable(_));
    let file = file_of(url).filter(|_| may_be_hindered);
    file.and_then(of).map_or(fault, StoreFault::Hindered)
}

/// `None` where files and folder can be written to: then it is something else.
fn of(file: &Path) -> Option<Hindrance> {
    let folder = match file.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    let companions = COMPANIONS.map(|ending| beside(file, ending));
    let files = std::iter::once(file.to_owned()).chain(companions);
    files
        .into_iter()
        .find_map(|file| of_file(&file, folder))
        .or_else(|| of_folder(folder))
}

fn beside(file: &Path, ending: &str) -> PathBuf {
    let mut name = OsString::from(file);
    name.push(ending);
    name.into()
}

fn of_file(file: &Path, folder: &Path) -> Option<Hindrance> {
    let opened = OpenOptions::new().read(true).write(true).open(file);
    let what = what(&opened.err()?, What::File)?;
    match fs::metadata(file) {
        Err(_) if what == What::File => Some(Hindrance::at(What::ClosedFolder, folder)),
        _ => Some(Hindrance::at(what, file)),
    }
}

fn of_folder(folder: &Path) -> Option<Hindrance> {
    let probe = folder.join(".kept-may-write-here");
    match File::create_new(&probe) {
        Ok(_) => {
            let _ = fs::remove_file(probe);
            None
        }
        Err(fault) => Some(Hindrance::at(what(&fault, What::Folder)?, folder)),
    }
}

fn what(fault: &Error, forbidden: What) -> Option<What> {
    match fault.kind() {
        ErrorKind::PermissionDenied => Some(forbidden),
        ErrorKind::ReadOnlyFilesystem => Some(What::Disk),
        _ => None,
    }
}

impl Hindrance {
    fn at(what: What, path: &Path) -> Hindrance {
        Hindrance {
            what,
            path: path.to_owned(),
            owner: fs::metadata(path).ok().as_ref().and_then(owner),
        }
    }
}

#[cfg(unix)]
fn owner(found: &Metadata) -> Option<Owner> {
    use std::os::unix::fs::MetadataExt;
    Some(Owner {
        user: found.uid(),
        mode: found.mode() & 0o777,
    })
}

#[cfg(not(unix))]
fn owner(_: &Metadata) -> Option<Owner> {
    None
}

impl Display for Hindrance {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let path = self.path.display();
        let whose = self.owner.map(|owner| {
            let Owner { user, mode } = owner;
            format!(" (it belongs to user {user}, with mode {mode:03o})")
        });
        let whose = whose.unwrap_or_default();
        match self.what {
            What::File => write!(
                f,
                "{path} may only be read by whoever runs this{whose}: let them write to it, by \
                 chown or chmod u+w, or start as the user that it belongs to"
            ),
            What::Folder => write!(
                f,
                "in the folder {path} whoever runs this may make no files{whose}, and some are \
                 kept beside the database's: let them write to it, by chown or chmod u+w"
            ),
            What::ClosedFolder => write!(
                f,
                "the folder {path} is closed to whoever runs this{whose}: let them into it and \
                 write to it, by chown or chmod u+rwx"
            ),
            What::Disk => write!(
                f,
                "{path} is on a disk that is mounted read-only: mount it for writing, or give \
                 another place by KEPT_DATA or DATABASE_URL"
            ),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(what: What, expected: &str) {
        let owner = Owner {
            user: 33,
            mode: 0o444,
        };
        let hindrance = Hindrance {
            what,
            path: "data/kept.sqlite".into(),
            owner: (what != What::Disk).then_some(owner),
        };
        assert_eq!(hindrance.to_string(), expected);
    }

    #[test]
    fn what_hinders_it_is_named_with_whose_it_is_and_the_way_out() {
        check(
            What::File,
            "data/kept.sqlite may only be read by whoever runs this (it belongs to user 33, with \
             mode 444): let them write to it, by chown or chmod u+w, or start as the user that \
             it belongs to",
        );
        check(
            What::Disk,
            "data/kept.sqlite is on a disk that is mounted read-only: mount it for writing, or \
             give another place by KEPT_DATA or DATABASE_URL",
        );
    }

    #[test]
    fn a_read_only_disk_is_no_matter_of_permission() {
        let why = |kind: ErrorKind| what(&kind.into(), What::File);
        assert_eq!(why(ErrorKind::ReadOnlyFilesystem), Some(What::Disk));
        assert_eq!(why(ErrorKind::PermissionDenied), Some(What::File));
        assert_eq!(why(ErrorKind::NotFound), None);
    }

    #[test]
    fn where_nothing_hinders_it_nothing_is_left_behind() {
        let folder = tempfile::TempDir::new().unwrap();
        assert_eq!(of(&folder.path().join("kept.sqlite")), None);
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
    }
}
