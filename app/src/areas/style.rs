//! The style that an area has for itself (`style/areas`). The server puts it into the head of a page
//! of that area; after a press it is fetched here, before the page shows.

use super::*;

/// In the head of every page: where the style of each area is.
#[cfg(feature = "ssr")]
pub fn addresses(styles: &std::collections::BTreeMap<String, String>) -> impl IntoView + use<> {
    let one = |(area, address): (&String, &String)| {
        view! { <meta name=format!("style-{area}") content=address.clone() /> }
    };
    styles.iter().map(one).collect_view()
}

/// Until the style of an area is there. A page without it is still of use: nothing is held up where
/// it does not come.
pub async fn fetched(area: &str) {
    #[cfg(target_arch = "wasm32")]
    let _ = fetch(area).await;
    #[cfg(not(target_arch = "wasm32"))]
    let _ = area;
}

#[cfg(target_arch = "wasm32")]
async fn fetch(area: &str) -> Option<()> {
    let found = |selector: String| document().query_selector(&selector).ok().flatten();
    let address = found(["meta[name=style-", area, "]"].concat())?.get_attribute("content")?;
    if found(["link[href='", &address, "']"].concat()).is_some() {
        return None;
    }
    let link = document().create_element("link").ok()?;
    link.set_attribute("rel", "stylesheet").ok()?;
    link.set_attribute("href", &address).ok()?;
    let ended = js_sys::Promise::new(&mut |end, _| {
        for event in ["load", "error"] {
            let _ = link.add_event_listener_with_callback(event, &end);
        }
    });
    found("head".into())?.append_child(&link).ok()?;
    wasm_bindgen_futures::JsFuture::from(ended).await.ok()?;
    Some(())
}
