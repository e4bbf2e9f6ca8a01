//! Whole numbers as wasm writes them.

/// A number, and how many bytes it takes; `None` where it is cut off or too long.
pub fn read(bytes: &[u8]) -> Option<(usize, usize)> {
    let mut value = 0;
    for (index, byte) in bytes.iter().enumerate().take(5) {
        value |= usize::from(byte & 0x7f) << (7 * index);
        if byte & 0x80 == 0 {
            return Some((value, index + 1));
        }
    }
    None
}

pub fn unsigned(mut value: u64, out: &mut Vec<u8>) {
    while value >= 0x80 {
        out.push(value as u8 | 0x80);
        value >>= 7;
    }
    out.push(value as u8);
}

pub fn signed(mut value: i64, out: &mut Vec<u8>) {
    loop {
        let byte = value as u8 & 0x7f;
        value >>= 7;
        let sign = byte & 0x40 != 0;
        if value == 0 && !sign || value == -1 && sign {
            out.push(byte);
            return;
        }
        out.push(byte | 0x80);
    }
}

/// A text: how long it is, and it.
pub fn text(text: &str, out: &mut Vec<u8>) {
    unsigned(text.len() as u64, out);
    out.extend_from_slice(text.as_bytes());
}

/// How many bytes a number takes at least.
pub fn width(value: usize) -> usize {
    let mut digits = Vec::new();
    unsigned(value as u64, &mut digits);
    digits.len()
}
