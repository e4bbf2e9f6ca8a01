//! Parts that more than one screen uses. A part knows how it looks and behaves, never what it is
//! about: no part asks the server or decides a rule.

pub mod answer;
pub mod avatar;
pub mod chip;
pub mod choice;
pub mod coming;
pub mod connection;
pub mod count;
pub mod faulted;
pub mod field;
pub mod field_error;
pub mod form;
pub mod go;
pub mod icon;
pub mod lead;
pub mod leaving;
pub mod live;
pub mod load;
pub mod logo;
pub mod note;
pub mod now;
pub mod refresh;
pub mod session_row;
pub mod title;
pub mod toast;
pub mod words_field;
