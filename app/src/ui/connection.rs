//! Whether the server can be reached, as far as this page knows: the browser says when the
//! network goes, and `ui::live` when the server does not answer. While it cannot, nothing is
//! sent, and nothing that was typed is touched.

use leptos::prelude::*;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Network {
    There,
    Lost,
}

#[derive(Clone, Copy, Debug)]
pub struct Connection(RwSignal<Network>);

/// For the whole app, once.
pub fn provide() {
    let connection = Connection(RwSignal::new(Network::There));
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
    });
}

pub fn use_connection() -> Connection {
    expect_context()
}

impl Connection {
    pub fn is_lost(self) -> bool {
        self.0.get() == Network::Lost
    }

    #[cfg_attr(not(target_arch = "wasm32"), expect(dead_code))]
    pub fn set(self, network: Network) {
        if self.0.get_untracked() != network {
            self.0.set(network);
        }
    }
}

/// What a form says that is sent all the same.
pub const NOT_SENT: &str = "No connection, so nothing was sent. What you entered is still here: \
                            send it again once the connection is back.";

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
                            <p>
                                <b>"No connection."</b>
                                " What you typed stays here, and can be sent once it is back."
                            </p>
                        }
                    })
            }}
        </div>
    }
}
