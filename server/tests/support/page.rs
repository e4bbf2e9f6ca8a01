//! Reads HTML as far as these tests ask: tags, their attributes, and what a form would send.

pub struct Tag<'p> {
    pub name: &'p str,
    attributes: &'p str,
}

impl Tag<'_> {
    pub fn attribute(&self, name: &str) -> Option<String> {
        let at = self.attributes.find(&format!(" {name}=\""))? + name.len() + 3;
        let (value, _) = self.attributes[at..].split_once('"')?;
        Some(unescaped(value))
    }

    /// Names of attributes, with or without a value.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        // What stands between quotes is no name.
        let outside = self.attributes.split('"').step_by(2);
        let words = outside.flat_map(str::split_whitespace);
        words.map(|word| word.trim_end_matches('=').trim_end_matches('/'))
    }
}

/// Every opening tag outside of scripts and comments.
pub fn tags(page: &str) -> Vec<Tag<'_>> {
    let mut found = Vec::new();
    let mut rest = page;
    while let Some(at) = rest.find('<') {
        rest = &rest[at + 1..];
        if let Some(comment) = rest.strip_prefix("!--") {
            rest = comment.split_once("-->").map_or("", |(_, after)| after);
            continue;
        }
        let Some(end) = tag_end(rest) else { break };
        let (tag, after) = rest.split_at(end);
        rest = after;
        if !tag.starts_with(|c: char| c.is_ascii_alphabetic()) {
            continue;
        }
        let name = tag.split([' ', '\n', '/']).next().unwrap_or_default();
        found.push(Tag {
            name,
            attributes: &tag[name.len()..],
        });
        if name == "script" {
            rest = rest.split_once("</script>").map_or("", |(_, after)| after);
        }
    }
    found
}

fn tag_end(tag: &str) -> Option<usize> {
    let mut quoted = false;
    tag.bytes().position(|byte| {
        quoted ^= byte == b'"';
        byte == b'>' && !quoted
    })
}

/// What the form on the page would send under this name.
pub fn field(page: &str, name: &str) -> Option<String> {
    let of_name = |tag: &&Tag<'_>| tag.attribute("name").as_deref() == Some(name);
    let tags = tags(page);
    let mut inputs = tags
        .iter()
        .filter(|tag| tag.name == "input")
        .filter(of_name);
    let pressed = |tag: &&Tag<'_>| match tag.attribute("type").as_deref() {
        Some("radio" | "checkbox") => tag.names().any(|name| name == "checked"),
        _ => true,
    };
    if let Some(input) = inputs.find(pressed) {
        let ticked = input.attribute("type").as_deref() == Some("checkbox");
        let nothing = if ticked { "on" } else { "" };
        return Some(input.attribute("value").unwrap_or_else(|| nothing.into()));
    }
    let opening = format!("name=\"{name}\"");
    let mut areas = page.split("<textarea").skip(1);
    let area = areas.find(|area| area.split('>').next().is_some_and(|t| t.contains(&opening)))?;
    let (_, rest) = area.split_once('>')?;
    let (typed, _) = rest.split_once("</textarea>")?;
    Some(unescaped(typed.split("<!").next().unwrap_or(typed)))
}

/// What a person reads, without tags and scripts, on one line.
pub fn words(page: &str) -> String {
    let mut text = String::new();
    for part in page
        .split("<script")
        .enumerate()
        .map(|(at, part)| match at {
            0 => part,
            _ => part.split_once("</script>").map_or("", |(_, after)| after),
        })
    {
        for piece in part.split('<') {
            text.push_str(piece.split_once('>').map_or(piece, |(_, after)| after));
        }
    }
    let text = unescaped(&text);
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn unescaped(text: &str) -> String {
    let text = text.replace("&quot;", "\"").replace("&#34;", "\"");
    let text = text.replace("&lt;", "<").replace("&gt;", ">");
    let text = text.replace("&#39;", "'").replace("&#x27;", "'");
    text.replace("&amp;", "&")
}
