//! The icons: one path each, drawn in the colour of the words beside it. They say nothing that
//! the words do not, so that readers of the page aloud never hear of them.

use leptos::prelude::*;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Glyph {
    Today,
    Clients,
    Hours,
    Tasks,
    Account,
    Check,
    Minus,
    Opens,
    Back,
    Forward,
    Warn,
    Info,
    Cross,
    Mail,
    Card,
    Lock,
    Leave,
}

impl Glyph {
    fn path(self) -> &'static str {
        match self {
            Glyph::Today => "M3.5 5.5h13v11h-13zM3.5 9h13M7 3.5v3M13 3.5v3M7 12.5h2.5",
            Glyph::Clients => {
                "M7.5 9.5a3 3 0 1 0 0-6 3 3 0 0 0 0 6zM2 16.5c.3-3 2.5-4.7 5.5-4.7s5.2 1.7 5.5 \
                 4.7M13 3.8a3 3 0 0 1 0 5.4M15.2 12c1.7.8 2.6 2.3 2.8 4.5"
            }
            Glyph::Hours => "M3.5 3.5h13v13h-13zM3.5 8h13M8 8v8.5M12.2 8v8.5",
            Glyph::Tasks => "M3.5 5.5 5 7l2.5-3M3.5 13.5 5 15l2.5-3M10.5 6h6M10.5 14h6",
            Glyph::Account => {
                "M10 10a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7zM3.5 17c.5-3.3 3.1-5 6.5-5s6 1.7 6.5 5"
            }
            Glyph::Check => "M4.5 10.5 8 14l7.5-8",
            Glyph::Minus => "M5 10h10",
            Glyph::Opens => "M10 16a6 6 0 1 0 0-12 6 6 0 0 0 0 12z",
            Glyph::Back => "M12 4.5 6.5 10l5.5 5.5",
            Glyph::Forward => "M8 4.5 13.5 10 8 15.5",
            Glyph::Warn => "M10 3.5l7.5 13h-15zM10 8.5v3.5M10 14.4v.1",
            Glyph::Info => "M10 17a7 7 0 1 0 0-14 7 7 0 0 0 0 14zM10 9.5v4M10 6.6v.1",
            Glyph::Cross => "M5 5l10 10M15 5 5 15",
            Glyph::Mail => "M3 5h14v10.5H3zM3 5.5l7 5.5 7-5.5",
            Glyph::Card => "M2.5 5h15v10.5h-15zM2.5 8.5h15M5.5 12.5h3",
            Glyph::Lock => "M5 9h10v7.5H5zM7 9V6.5a3 3 0 0 1 6 0V9",
            Glyph::Leave => "M8 3.5H4v13h4M8.5 10H17M13.5 6.5 17 10l-3.5 3.5",
        }
    }
}

#[component]
pub fn Icon(glyph: Glyph, #[prop(optional)] small: bool) -> impl IntoView {
    let class = if small { "icon small" } else { "icon" };
    view! {
        <svg class=class viewBox="0 0 20 20" aria-hidden="true">
            <path d=glyph.path() />
        </svg>
    }
}
