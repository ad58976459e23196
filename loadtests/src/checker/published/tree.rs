//! Merkle roots as RFC 6962, section 2.1, says.

use crate::checker::chain::{Hash, hash};

/// The root over leaves given as their bytes.
pub(crate) fn root(leaves: &[String]) -> Hash {
    match leaves {
        [] => hash(&[]),
        [leaf] => hash(&[&[0], leaf.as_bytes()]),
        _ => {
            let split = leaves.len().next_power_of_two() / 2;
            let (left, right) = leaves.split_at(split);
            hash(&[&[1], &root(left), &root(right)])
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use data_encoding::HEXLOWER;

    #[test]
    fn the_empty_tree_and_its_first_leaf() {
        // SHA-256 of nothing, and of one zero byte.
        assert_eq!(
            HEXLOWER.encode(&root(&[])),
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
        );
        assert_eq!(
            HEXLOWER.encode(&root(&[String::new()])),
            "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"
        );
    }

    #[test]
    fn three_leaves_split_two_and_one() {
        let leaves: Vec<String> = ["a", "b", "c"].map(String::from).into();
        let expected = hash(&[&[1], &root(&leaves[..2]), &root(&leaves[2..])]);
        assert_eq!(root(&leaves), expected);
    }
}
