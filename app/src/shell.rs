//! The HTML document around the app. Rendered by the server only.
//!
//! Its one script carries the nonce of the response, and nothing in it carries a `style` attribute: the policy in `server/src/headers.rs`
//! would refuse both.

use crate::assets::Addresses;
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
                <script type="module" nonce=use_nonce()>
                    {start(&assets)}
                </script>
                <MetaTags />
            </head>
            <body>
                <App />
            </body>
        </html>
    }
}

/// A page is of use before it is alive: what brings it to life is asked for once the page has been
/// painted, and shares the line with nothing that painting waits for. A page that nobody looks at
/// is not painted, and does not wait. Between making the program ready and taking over the page
/// the browser gets its turn: as one, they would hold up whoever types by then.
fn start(assets: &Addresses) -> String {
    let (script, wasm) = (&assets.script, &assets.wasm);
    format!(
        "const start=async()=>{{\
         const wasm=fetch({wasm:?}),kept=await import({script:?});\
         await kept.default({{module_or_path:wasm}});\
         setTimeout(kept.hydrate)}};\
         document.hidden?start():\
         new PerformanceObserver((_,it)=>{{it.disconnect();start()}})\
         .observe({{type:\"paint\",buffered:true}})"
    )
}
