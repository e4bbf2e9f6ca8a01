//! Whether the server can be reached, as far as this page knows: the browser says when the
//! network goes, and `ui::live` when the server does not answer. While it cannot, nothing is
//! sent, nothing that was typed is touched, and no link leads away to a page that cannot come.

#[cfg(target_arch = "wasm32")]
mod links;

use leptos::prelude::*;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Network {
    There,
    Lost,
}

#[derive(Clone, Copy, Debug)]
pub struct Connection {
    network: RwSignal<Network>,
    /// How many presses on a link were held back since it was lost.
    held: RwSignal<u32>,
}

/// For the whole app, once.
pub fn provide() {
    let connection = Connection {
        network: RwSignal::new(Network::There),
        held: RwSignal::new(0),
    };
    provide_context(connection);
    #[cfg(target_arch = "wasm32")]
    Effect::new(move |_| {
        let hear = |event: &str, network| {
            let handle = window_event_listener_untyped(event, move |_| connection.set(network));
            on_cleanup(move || handle.remove());
        };
        hear("offline", Network::Lost);
        hear("online", Network::There);
        if !window().navigator().on_line() {
            connection.set(Network::Lost);
        }
        links::hold(connection);
    });
}

pub fn use_connection() -> Connection {
    expect_context()
}

impl Connection {
    pub fn is_lost(self) -> bool {
        self.network.get() == Network::Lost
    }

    #[cfg_attr(not(target_arch = "wasm32"), expect(dead_code))]
    pub fn set(self, network: Network) {
        if self.network.get_untracked() != network {
            self.held.set(0);
            self.network.set(network);
        }
    }
}

/// What a form says that is sent all the same.
pub const NOT_SENT: &str = "No connection, so nothing was sent. What you entered is still here: \
                            send it again once the connection is back.";

/// What is said of a link that was pressed all the same.
const HELD: &str = " So this page stays open: links lead on again after that.";

/// By turns, so that each press is seen.
fn nudge(held: u32) -> Option<&'static str> {
    match (held, held % 2) {
        (0, _) => None,
        (_, 0) => Some("nudged again"),
        _ => Some("nudged"),
    }
}

/// Stands over the page while the connection is lost. The region is always there, so that its
/// words are read aloud when they come.
#[component]
pub fn ConnectionBanner() -> impl IntoView {
    let connection = use_connection();
    view! {
        <div class="connection" role="status">
            {move || {
                connection
                    .is_lost()
                    .then(|| {
                        view! {
                            <p class=move || nudge(connection.held.get())>
                                <b>"No connection."</b>
                                " What you typed stays here, and can be sent once it is back."
                                {move || (connection.held.get() > 0).then_some(HELD)}
                            </p>
                        }
                    })
            }}
        </div>
    }
}
