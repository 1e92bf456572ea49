//! Which rows of one name are of one person.

/// The most different rows of one name that are compared with each other; of more, each is somebody of its own.
const MOST: usize = 1 << 12;

/// Groups rows, numbered from 0, so that those of a group may all be of one person, and of nobody else.
///
/// Which rows may be of one person is known for pairs, and not transitive: births of 1950 fit March 1950 and April 1950,
/// which do not fit each other. So a row joins others only if all that fit it fit each other: then it cannot be of
/// anybody else. A row that fits several who are not one may be of either, and to join it to one of them would be a guess
/// that makes an interlock: it stays alone. The result depends only on which pairs are apart, never on the order of rows.
pub(super) fn groups(count: usize, are_apart: impl Fn(usize, usize) -> bool) -> Vec<Vec<usize>> {
    if count > MOST {
        return (0..count).map(|row| vec![row]).collect();
    }
    let words = count.div_ceil(64);
    let mut fits = vec![vec![0u64; words]; count];
    for a in 0..count {
        for b in a..count {
            if a == b || !are_apart(a, b) {
                fits[a][b / 64] |= 1 << (b % 64);
                fits[b][a / 64] |= 1 << (a % 64);
            }
        }
    }
    let has = |set: &[u64], row: usize| set[row / 64] >> (row % 64) & 1 == 1;
    let includes = |all: &[u64], part: &[u64]| all.iter().zip(part).all(|(all, part)| part & !all == 0);
    let is_settled: Vec<bool> = (0..count)
        .map(|row| (0..count).filter(|other| has(&fits[row], *other)).all(|other| includes(&fits[other], &fits[row])))
        .collect();
    let mut is_taken = vec![false; count];
    let mut groups = Vec::new();
    for row in 0..count {
        if is_taken[row] {
            continue;
        }
        let joins = |other: &usize| *other == row || is_settled[row] && is_settled[*other] && has(&fits[row], *other);
        let group: Vec<usize> = (row..count).filter(joins).collect();
        group.iter().for_each(|row| is_taken[*row] = true);
        groups.push(group);
    }
    groups
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn of(births: &[(i32, i32)]) -> Vec<Vec<usize>> {
        groups(births.len(), |a, b| births[a].1 < births[b].0 || births[b].1 < births[a].0)
    }

    #[test]
    fn a_row_that_fits_several_stays_alone() {
        // All of one year, two months of it, and one month of another year.
        assert_eq!(of(&[(0, 11), (2, 2), (3, 3)]), [vec![0], vec![1], vec![2]]);
        assert_eq!(of(&[(0, 11), (2, 2)]), [vec![0, 1]]);
        assert_eq!(of(&[(0, 11), (2, 2), (15, 15), (12, 23)]), [vec![0, 1], vec![2, 3]]);
        assert_eq!(of(&[(-99, 99), (2, 2)]), [vec![0, 1]]);
        assert_eq!(of(&[(-99, 99), (2, 2), (3, 3), (2, 2)]), [vec![0], vec![1, 3], vec![2]]);
        assert_eq!(of(&[]), Vec::<Vec<usize>>::new());
    }

    proptest! {
        #[test]
        fn rows_are_together_if_everything_that_fits_one_fits_the_other(
            births in prop::collection::vec((0i32..8, 0i32..4), 0..7),
        ) {
            let births: Vec<(i32, i32)> = births.into_iter().map(|(first, width)| (first, first + width)).collect();
            let found = of(&births);
            let fit = |a: usize, b: usize| births[a].1 >= births[b].0 && births[b].1 >= births[a].0;
            let all = |a: usize| (0..births.len()).filter(move |b| fit(a, *b)).collect::<Vec<usize>>();
            let is_settled = |a: usize| all(a).iter().all(|b| all(a).iter().all(|c| fit(*b, *c)));
            for a in 0..births.len() {
                for b in 0..a {
                    let together = found.iter().any(|group| group.contains(&a) && group.contains(&b));
                    prop_assert_eq!(together, fit(a, b) && is_settled(a) && is_settled(b), "{} {}", a, b);
                }
            }
            prop_assert_eq!(found.iter().map(Vec::len).sum::<usize>(), births.len());
        }
    }
}
