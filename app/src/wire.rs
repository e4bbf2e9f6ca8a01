//! How data travels: as JSON, which the browser reads by a small reader of its own.

mod load;
mod read;

pub use load::{Loaded, load};
pub use read::from_str;

use leptos::server_fn::codec::Post;
use leptos::server_fn::{Bytes, ContentType, Decodes, Encodes, Format, FormatType};
use read::Unreadable;
use serde::{Serialize, de::DeserializeOwned};

/// The `output` of every server function.
pub type Json = Post<JsonText>;

/// What a form carries of what it shows.
pub fn text<T: Serialize>(value: &T) -> String {
    serde_json::to_string(value).unwrap_or_default()
}

/// JSON as text.
pub struct JsonText;

impl ContentType for JsonText {
    const CONTENT_TYPE: &'static str = "application/json";
}

impl FormatType for JsonText {
    const FORMAT_TYPE: Format = Format::Text;
}

impl<T: Serialize> Encodes<T> for JsonText {
    type Error = serde_json::Error;

    fn encode(answer: &T) -> Result<Bytes, Self::Error> {
        serde_json::to_vec(answer).map(Bytes::from)
    }
}

impl<T: DeserializeOwned> Decodes<T> for JsonText {
    type Error = Unreadable;

    fn decode(bytes: Bytes) -> Result<T, Unreadable> {
        from_str(str::from_utf8(&bytes).map_err(|_| Unreadable)?)
    }
}
