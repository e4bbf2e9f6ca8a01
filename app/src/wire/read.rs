//! A small reader of JSON, for what our own server has written.
//!
//! serde_json explains every fault and takes every shape; made anew for each type, that is a
//! quarter of all code that the browser would load. Here the text becomes a tree first, by code
//! that knows no types; a type then takes the tree apart, and a fault says only that there is one.
//! There are no fractions: money is counted in minor units, and time in text.

mod parse;

use serde::Deserializer;
use serde::de::{
    DeserializeOwned, DeserializeSeed, EnumAccess, Error, IntoDeserializer, MapAccess, SeqAccess,
    VariantAccess, Visitor,
};
use std::fmt::{self, Display};

/// # Errors
/// The text is no JSON, or not that of a `T`.
pub fn from_str<T: DeserializeOwned>(text: &str) -> Result<T, Unreadable> {
    T::deserialize(parse::tree(text).ok_or(Unreadable)?)
}

/// What a text says, whatever it is the text of.
#[derive(Debug, PartialEq)]
enum Tree {
    Null,
    Bool(bool),
    Int(i64),
    Text(String),
    List(Vec<Tree>),
    Map(Vec<(String, Tree)>),
}

/// The text cannot be read. Both ends are built from one source, so nobody is helped by more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unreadable;

impl Display for Unreadable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("cannot be read")
    }
}

impl std::error::Error for Unreadable {}

impl Error for Unreadable {
    fn custom<T: Display>(_: T) -> Self {
        Self
    }
    fn invalid_type(_: serde::de::Unexpected, _: &dyn serde::de::Expected) -> Self {
        Self
    }
    fn invalid_value(_: serde::de::Unexpected, _: &dyn serde::de::Expected) -> Self {
        Self
    }
    fn invalid_length(_: usize, _: &dyn serde::de::Expected) -> Self {
        Self
    }
    fn unknown_variant(_: &str, _: &'static [&'static str]) -> Self {
        Self
    }
    fn unknown_field(_: &str, _: &'static [&'static str]) -> Self {
        Self
    }
    fn missing_field(_: &'static str) -> Self {
        Self
    }
    fn duplicate_field(_: &'static str) -> Self {
        Self
    }
}

/// Methods that read the tree in one and the same way.
macro_rules! read_as {
    ($how:ident: $($method:ident)+) => {$(
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
            self.$how(visitor)
        }
    )+};
}

impl Tree {
    fn int<'de, V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        match self {
            Tree::Int(value) => visitor.visit_i64(value),
            _ => Err(Unreadable),
        }
    }

    fn text<'de, V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        match self {
            Tree::Text(text) => visitor.visit_str(&text),
            _ => Err(Unreadable),
        }
    }

    fn list<'de, V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        match self {
            Tree::List(items) => visitor.visit_seq(Items(items.into_iter())),
            _ => Err(Unreadable),
        }
    }

    fn map<'de, V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        match self {
            Tree::Map(fields) => visitor.visit_map(Fields(fields.into_iter(), None)),
            _ => Err(Unreadable),
        }
    }

    fn nothing<'de, V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        visitor.visit_unit()
    }

    fn not_sent<'de, V: Visitor<'de>>(self, _: V) -> Result<V::Value, Unreadable> {
        Err(Unreadable)
    }
}

impl<'de> Deserializer<'de> for Tree {
    type Error = Unreadable;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        match self {
            Tree::Null => visitor.visit_unit(),
            Tree::Bool(value) => visitor.visit_bool(value),
            Tree::Int(value) => visitor.visit_i64(value),
            Tree::Text(text) => visitor.visit_string(text),
            Tree::List(_) => self.list(visitor),
            Tree::Map(_) => self.map(visitor),
        }
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        match self {
            Tree::Bool(value) => visitor.visit_bool(value),
            _ => Err(Unreadable),
        }
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        match self {
            Tree::Text(text) => visitor.visit_string(text),
            _ => Err(Unreadable),
        }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        match self {
            Tree::Null => visitor.visit_none(),
            tree => visitor.visit_some(tree),
        }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Unreadable> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Unreadable> {
        self.map(visitor)
    }

    fn deserialize_tuple<V: Visitor<'de>>(
        self,
        _: usize,
        visitor: V,
    ) -> Result<V::Value, Unreadable> {
        self.list(visitor)
    }

    fn deserialize_tuple_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: usize,
        visitor: V,
    ) -> Result<V::Value, Unreadable> {
        self.list(visitor)
    }

    fn deserialize_unit_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Unreadable> {
        self.nothing(visitor)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Unreadable> {
        match self {
            Tree::Text(name) => visitor.visit_enum(Variant(name, Tree::Null)),
            Tree::Map(mut fields) if fields.len() == 1 => {
                let (name, content) = fields.remove(0);
                visitor.visit_enum(Variant(name, content))
            }
            _ => Err(Unreadable),
        }
    }

    read_as!(int: deserialize_i8 deserialize_i16 deserialize_i32 deserialize_i64 deserialize_i128);
    read_as!(int: deserialize_u8 deserialize_u16 deserialize_u32 deserialize_u64 deserialize_u128);
    read_as!(text: deserialize_char deserialize_str deserialize_identifier);
    read_as!(list: deserialize_seq);
    read_as!(map: deserialize_map);
    read_as!(nothing: deserialize_unit deserialize_ignored_any);
    read_as!(not_sent: deserialize_f32 deserialize_f64 deserialize_bytes deserialize_byte_buf);
}

/// A tree is its own deserializer, also where a part of another value asks for one.
impl IntoDeserializer<'_, Unreadable> for Tree {
    type Deserializer = Self;

    fn into_deserializer(self) -> Self {
        self
    }
}

struct Items(std::vec::IntoIter<Tree>);

impl<'de> SeqAccess<'de> for Items {
    type Error = Unreadable;

    fn next_element_seed<S: DeserializeSeed<'de>>(
        &mut self,
        seed: S,
    ) -> Result<Option<S::Value>, Unreadable> {
        self.0.next().map(|item| seed.deserialize(item)).transpose()
    }

    fn size_hint(&self) -> Option<usize> {
        Some(self.0.len())
    }
}

/// The fields that are left, and the value of the one whose name was read last.
struct Fields(std::vec::IntoIter<(String, Tree)>, Option<Tree>);

impl<'de> MapAccess<'de> for Fields {
    type Error = Unreadable;

    fn next_key_seed<S: DeserializeSeed<'de>>(
        &mut self,
        seed: S,
    ) -> Result<Option<S::Value>, Unreadable> {
        let Some((name, value)) = self.0.next() else {
            return Ok(None);
        };
        self.1 = Some(value);
        seed.deserialize(Tree::Text(name)).map(Some)
    }

    fn next_value_seed<S: DeserializeSeed<'de>>(
        &mut self,
        seed: S,
    ) -> Result<S::Value, Unreadable> {
        seed.deserialize(self.1.take().ok_or(Unreadable)?)
    }
}

struct Variant(String, Tree);

impl<'de> EnumAccess<'de> for Variant {
    type Error = Unreadable;
    type Variant = Tree;

    fn variant_seed<S: DeserializeSeed<'de>>(
        self,
        seed: S,
    ) -> Result<(S::Value, Tree), Unreadable> {
        Ok((seed.deserialize(Tree::Text(self.0))?, self.1))
    }
}

impl<'de> VariantAccess<'de> for Tree {
    type Error = Unreadable;

    fn unit_variant(self) -> Result<(), Unreadable> {
        Ok(())
    }

    fn newtype_variant_seed<S: DeserializeSeed<'de>>(
        self,
        seed: S,
    ) -> Result<S::Value, Unreadable> {
        seed.deserialize(self)
    }

    fn tuple_variant<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value, Unreadable> {
        self.list(visitor)
    }

    fn struct_variant<V: Visitor<'de>>(
        self,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Unreadable> {
        self.map(visitor)
    }
}

#[cfg(test)]
mod tests;
