//! The HTML document around the app. Rendered by the server only.
//!
//! Its one script carries the nonce of the response, and nothing in it carries a `style` attribute: the policy in `server/src/headers.rs`
//! would refuse both.

use crate::{App, Assets};
use leptos::nonce::use_nonce;
use leptos::prelude::*;
use leptos_meta::MetaTags;

pub fn shell(assets: Assets) -> impl IntoView {
    let Assets(assets) = assets;
    let imports = assets
        .imports
        .iter()
        .map(|import| view! { <link rel="modulepreload" href=import.clone() /> })
        .collect_view();
    view! {
        <!DOCTYPE html>
        <html lang="en">
            <head>
                <meta charset="utf-8" />
                <meta name="viewport" content="width=device-width, initial-scale=1" />
                <meta name="color-scheme" content="light dark" />
                <link rel="icon" href="/favicon.svg" type="image/svg+xml" />
                <link rel="stylesheet" href=assets.style.clone() />
                {crate::areas::style::addresses(&assets.styles)}
                <link rel="modulepreload" href=assets.script.clone() />
                {imports}
                <link
                    rel="preload"
                    href=assets.wasm.clone()
                    r#as="fetch"
                    r#type="application/wasm"
                    crossorigin="anonymous"
                />
                <script type="module" nonce=use_nonce()>
                    {format!(
                        "import start,{{hydrate}} from{:?};start({{module_or_path:{:?}}}).then(hydrate)",
                        assets.script,
                        assets.wasm,
                    )}
                </script>
                <MetaTags />
            </head>
            <body>
                <App />
            </body>
        </html>
    }
}
