//! A small generator of the same cases on every run (SplitMix64), so that a case that fails
//! fails again.

pub struct Dice(u64);

impl Dice {
    pub fn new(seed: u64) -> Dice {
        Dice(seed)
    }

    fn throw(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// One of `from`.
    pub fn pick<T: Clone>(&mut self, from: &[T]) -> T {
        let place = self.throw() % from.len() as u64;
        from[place as usize].clone()
    }

    /// From 0 up to and including `most`.
    pub fn upto(&mut self, most: i64) -> i64 {
        (self.throw() % (most as u64 + 1)) as i64
    }

    pub fn yes(&mut self) -> bool {
        self.throw() & 1 == 1
    }
}
