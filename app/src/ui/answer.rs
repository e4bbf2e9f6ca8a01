//! What a server function answered to a thin form.

use super::form::{FormAnswer, FormFault};
use crate::fault::PageFault;
use crate::wire;
use serde::de::DeserializeOwned;

/// `None` where no answer was given: the form itself says so, and keeps what was typed.
pub fn read<T: DeserializeOwned>(answer: FormAnswer) -> Option<Result<T, PageFault>> {
    match answer {
        Ok(text) => Some(wire::from_str(&text).map_err(|_| PageFault::Broken)),
        Err(FormFault::Refused(text)) => {
            Some(Err(wire::from_str(&text).unwrap_or(PageFault::Broken)))
        }
        Err(FormFault::Unreachable | FormFault::Stopped(_)) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refusal_is_read_as_the_server_writes_it() {
        let text = serde_json::to_string(&PageFault::Forbidden).expect("JSON");
        let read = read::<()>(Err(FormFault::Refused(text)));
        assert_eq!(read, Some(Err(PageFault::Forbidden)));
    }

    #[test]
    fn an_answer_that_cannot_be_read_is_our_fault() {
        assert_eq!(read::<bool>(Ok("{".into())), Some(Err(PageFault::Broken)));
        assert_eq!(read::<bool>(Ok("true".into())), Some(Ok(true)));
    }

    #[test]
    fn no_answer_is_the_forms_to_explain() {
        assert_eq!(read::<bool>(Err(FormFault::Unreachable)), None);
    }
}
