//! From text to tree. `None` where the text is no JSON, or holds a fraction.

use super::Tree;

pub fn tree(text: &str) -> Option<Tree> {
    let mut rest = Rest(text);
    let tree = rest.value()?;
    rest.skip_space();
    rest.0.is_empty().then_some(tree)
}

/// What has not been read yet.
struct Rest<'t>(&'t str);

impl Rest<'_> {
    fn value(&mut self) -> Option<Tree> {
        self.skip_space();
        match self.0.as_bytes().first()? {
            b'"' => self.text().map(Tree::Text),
            b'{' => self.map(),
            b'[' => self.list(),
            b'n' => self.word("null", Tree::Null),
            b't' => self.word("true", Tree::Bool(true)),
            b'f' => self.word("false", Tree::Bool(false)),
            _ => self.int(),
        }
    }

    fn map(&mut self) -> Option<Tree> {
        let mut fields = Vec::new();
        let mut more = self.opens('}');
        while more {
            self.skip_space();
            let name = self.text()?;
            self.take(':').then_some(())?;
            fields.push((name, self.value()?));
            more = self.goes_on('}')?;
        }
        Some(Tree::Map(fields))
    }

    fn list(&mut self) -> Option<Tree> {
        let mut items = Vec::new();
        let mut more = self.opens(']');
        while more {
            items.push(self.value()?);
            more = self.goes_on(']')?;
        }
        Some(Tree::List(items))
    }

    /// Past the bracket; whether there is anything before the one that closes.
    fn opens(&mut self, end: char) -> bool {
        self.0 = &self.0[1..];
        !self.take(end)
    }

    /// After an item: whether another follows.
    fn goes_on(&mut self, end: char) -> Option<bool> {
        match self.take(',') {
            true => Some(true),
            false => self.take(end).then_some(false),
        }
    }

    fn text(&mut self) -> Option<String> {
        self.0 = self.0.strip_prefix('"')?;
        let mut text = String::new();
        loop {
            let end = self.0.find(['"', '\\'])?;
            text.push_str(&self.0[..end]);
            let quote = self.0.as_bytes()[end] == b'"';
            self.0 = &self.0[end + 1..];
            if quote {
                return Some(text);
            }
            text.push(self.escaped()?);
        }
    }

    fn escaped(&mut self) -> Option<char> {
        let mut chars = self.0.chars();
        let char = chars.next()?;
        self.0 = chars.as_str();
        Some(match char {
            '"' | '\\' | '/' => char,
            'n' => '\n',
            't' => '\t',
            'r' => '\r',
            'b' => '\u{8}',
            'f' => '\u{c}',
            'u' => return self.coded(),
            _ => return None,
        })
    }

    /// `\u00e9`, or a pair of them for what lies beyond.
    fn coded(&mut self) -> Option<char> {
        let first = self.unit()?;
        if let Some(char) = char::from_u32(first) {
            return Some(char);
        }
        self.0 = self.0.strip_prefix("\\u")?;
        let units = [first as u16, self.unit()? as u16];
        char::decode_utf16(units).next()?.ok()
    }

    fn unit(&mut self) -> Option<u32> {
        let digits = self.0.get(..4)?;
        self.0 = &self.0[4..];
        u32::from_str_radix(digits, 16).ok()
    }

    fn int(&mut self) -> Option<Tree> {
        let of_number = |c: char| c.is_ascii_digit() || "+-.eE".contains(c);
        let end = self.0.find(|c| !of_number(c)).unwrap_or(self.0.len());
        let value = self.0[..end].parse().ok()?;
        self.0 = &self.0[end..];
        Some(Tree::Int(value))
    }

    fn word(&mut self, word: &str, tree: Tree) -> Option<Tree> {
        self.0 = self.0.strip_prefix(word)?;
        Some(tree)
    }

    fn take(&mut self, char: char) -> bool {
        self.skip_space();
        match self.0.strip_prefix(char) {
            Some(rest) => {
                self.0 = rest;
                true
            }
            None => false,
        }
    }

    fn skip_space(&mut self) {
        self.0 = self.0.trim_start_matches([' ', '\n', '\r', '\t']);
    }
}
