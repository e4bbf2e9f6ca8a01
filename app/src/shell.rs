//! The HTML document around the app. Rendered by the server only.
//!
//! Every script in it carries the nonce of the response (`HydrationScripts` reads it from the
//! context), and nothing in it carries a `style` attribute: the policy in `server/src/headers.rs`
//! would refuse both.

use crate::App;
use leptos::{hydration::HydrationScripts, prelude::*};
use leptos_meta::{HashedStylesheet, MetaTags};

pub fn shell(options: LeptosOptions) -> impl IntoView {
    view! {
        <!DOCTYPE html>
        <html lang="en">
            <head>
                <meta charset="utf-8" />
                <meta name="viewport" content="width=device-width, initial-scale=1" />
                <meta name="color-scheme" content="light dark" />
                <link rel="icon" href="/favicon.svg" type="image/svg+xml" />
                <HashedStylesheet options=options.clone() />
                <HydrationScripts options />
                <MetaTags />
            </head>
            <body>
                <App />
            </body>
        </html>
    }
}
