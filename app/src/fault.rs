//! Why a page cannot be shown, or a form was not heard. What the rules say is never one of
//! these: that comes as an answer, beside what was typed.

use crate::wire::JsonText;
use leptos::server_fn::error::{FromServerFnError, ServerFnErrorErr};
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum PageFault {
    /// Nobody is signed in, or no longer.
    SignInFirst,
    /// There is nothing here, or nothing of the reader's own.
    NotFound,
    /// For people of another role.
    Forbidden,
    /// No answer came.
    Offline,
    /// What was sent could not be read.
    Garbled,
    /// More than a person does in so short a time.
    TooOften,
    /// The storage cannot be used just now: nothing is wrong with what was asked.
    Unavailable,
    /// Something failed on our side; it is in the log.
    Broken,
}

impl PageFault {
    pub fn title(&self) -> &'static str {
        match self {
            PageFault::SignInFirst => "Please sign in",
            PageFault::NotFound => "There is nothing at this address",
            PageFault::Forbidden => "This page is for someone else",
            PageFault::Offline => "No answer from the server",
            PageFault::Garbled => "That could not be read",
            PageFault::TooOften => "That was too much in too short a time",
            PageFault::Unavailable => "Kept cannot save or show anything just now",
            PageFault::Broken => "Something went wrong on our side",
        }
    }

    /// What to do next.
    pub fn remedy(&self) -> &'static str {
        match self {
            PageFault::SignInFirst => "You were signed out, or never signed in on this device.",
            PageFault::NotFound => {
                "It may have been moved, the address may be mistyped, or it belongs to another \
                 account."
            }
            PageFault::Forbidden => {
                "You are signed in as someone who has no such page. Sign in with another account, \
                 or go to your own first page."
            }
            PageFault::Offline => "Check the connection, then reload the page. Nothing was done.",
            PageFault::Garbled => {
                "The form did not arrive as the page has it, so nothing was done. Reload the page \
                 and send it again."
            }
            PageFault::TooOften => "Nothing was done. Wait a minute, then send it again.",
            PageFault::Unavailable => {
                "Try again in a minute. What you sent can be sent again as it is: nothing is ever \
                 carried out twice. If it goes on, write to the team."
            }
            PageFault::Broken => {
                "Reload the page to see how things stand before you try again. If it happens \
                 again, write to the team."
            }
        }
    }
}

impl std::fmt::Display for PageFault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.title())
    }
}

impl FromServerFnError for PageFault {
    type Encoder = JsonText;

    fn from_server_fn_error(error: ServerFnErrorErr) -> Self {
        match error {
            ServerFnErrorErr::Request(_) => PageFault::Offline,
            #[cfg(feature = "ssr")]
            ServerFnErrorErr::Args(_)
            | ServerFnErrorErr::MissingArg(_)
            | ServerFnErrorErr::Deserialization(_) => crate::access::garbled(),
            _ => PageFault::Broken,
        }
    }
}
