//! A set of half-open spans `[start, end)` of anything that has an order: instants, seconds,
//! minutes of a day. Sorted, never empty, never overlapping or touching, whatever goes in: two
//! sets are equal exactly when the same points are in them.

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Spans<T>(Vec<(T, T)>);

impl<T> Default for Spans<T> {
    fn default() -> Self {
        Spans::EMPTY
    }
}

/// In any order, overlapping or not. Spans that are empty or backwards add nothing.
impl<T: Copy + Ord> FromIterator<(T, T)> for Spans<T> {
    fn from_iter<I: IntoIterator<Item = (T, T)>>(spans: I) -> Self {
        let mut given: Vec<(T, T)> = spans
            .into_iter()
            .filter(|(start, end)| start < end)
            .collect();
        given.sort_unstable();
        let mut merged: Vec<(T, T)> = Vec::with_capacity(given.len());
        for (start, end) in given {
            match merged.last_mut() {
                Some(last) if start <= last.1 => last.1 = last.1.max(end),
                _ => merged.push((start, end)),
            }
        }
        Spans(merged)
    }
}

impl<T> Spans<T> {
    pub const EMPTY: Spans<T> = Spans(Vec::new());
}

impl<T: Copy + Ord> Spans<T> {
    pub fn as_slice(&self) -> &[(T, T)] {
        &self.0
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub fn add(&mut self, start: T, end: T) {
        if start >= end {
            return;
        }
        let first = self.0.partition_point(|span| span.1 < start);
        let after = self.0.partition_point(|span| span.0 <= end);
        let merged = self.0[first..after].iter().fold((start, end), |all, span| {
            (all.0.min(span.0), all.1.max(span.1))
        });
        self.0.splice(first..after, [merged]);
    }

    pub fn remove(&mut self, start: T, end: T) {
        if start >= end {
            return;
        }
        let first = self.0.partition_point(|span| span.1 <= start);
        let after = self.0.partition_point(|span| span.0 < end);
        let cut = &self.0[first..after];
        let before = cut.first().map(|span| (span.0, start));
        let behind = cut.last().map(|span| (end, span.1));
        let left = [before, behind].into_iter().flatten();
        let left: Vec<(T, T)> = left.filter(|(start, end)| start < end).collect();
        self.0.splice(first..after, left);
    }

    /// What is in this set and not in the other.
    pub fn minus(&self, other: &Spans<T>) -> Spans<T> {
        let mut left = self.clone();
        for (start, end) in &other.0 {
            left.remove(*start, *end);
        }
        left
    }

    /// The span that `at` is in.
    pub fn around(&self, at: T) -> Option<(T, T)> {
        let after = self.0.partition_point(|span| span.0 <= at);
        let span = self.0[..after].last()?;
        (at < span.1).then_some(*span)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    type Pairs = &'static [(u16, u16)];

    fn spans(pairs: &[(u16, u16)]) -> Spans<u16> {
        pairs.iter().copied().collect()
    }

    #[track_caller]
    fn check(before: Pairs, change: impl Fn(&mut Spans<u16>), expected: Pairs) {
        let mut spans = spans(before);
        change(&mut spans);
        assert_eq!(spans.as_slice(), expected);
    }

    #[test]
    fn what_goes_in_comes_out_sorted_and_merged() {
        assert_eq!(spans(&[(5, 7), (1, 3), (2, 4), (4, 5)]), spans(&[(1, 7)]));
        assert_eq!(spans(&[(5, 7), (1, 3)]).as_slice(), [(1, 3), (5, 7)]);
        assert!(spans(&[(3, 3), (5, 4)]).is_empty());
    }

    #[test]
    fn adding_joins_what_it_touches() {
        check(&[(1, 3), (5, 7)], |s| s.add(3, 5), &[(1, 7)]);
        check(
            &[(1, 3), (5, 7)],
            |s| s.add(8, 9),
            &[(1, 3), (5, 7), (8, 9)],
        );
        check(&[(1, 3), (5, 7)], |s| s.add(0, 9), &[(0, 9)]);
        check(&[(1, 9)], |s| s.add(2, 3), &[(1, 9)]);
        check(&[(1, 3)], |s| s.add(5, 5), &[(1, 3)]);
    }

    #[test]
    fn removing_trims_and_splits() {
        check(&[(1, 9)], |s| s.remove(3, 5), &[(1, 3), (5, 9)]);
        check(&[(1, 3), (5, 7)], |s| s.remove(2, 6), &[(1, 2), (6, 7)]);
        check(&[(1, 3), (5, 7)], |s| s.remove(1, 5), &[(5, 7)]);
        check(&[(1, 3), (5, 7)], |s| s.remove(3, 5), &[(1, 3), (5, 7)]);
        check(&[(1, 3)], |s| s.remove(2, 2), &[(1, 3)]);
        check(
            &[(1, 3), (5, 7)],
            |s| *s = s.minus(&spans(&[(0, 2), (6, 9)])),
            &[(2, 3), (5, 6)],
        );
    }

    #[test]
    fn the_end_of_a_span_is_not_in_it() {
        let spans = spans(&[(1, 3), (5, 7)]);
        let around = [0, 1, 2, 3, 6].map(|at| spans.around(at));
        assert_eq!(
            around,
            [None, Some((1, 3)), Some((1, 3)), None, Some((5, 7))]
        );
    }
}
