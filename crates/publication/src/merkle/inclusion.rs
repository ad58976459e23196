//! Checking an audit path.

use lexicon::Digest;

use super::hash::node_hash;

/// Whether `path` leads from `leaf` at `leaf_index` to `root` in a tree of `leaf_count` leaves
/// (RFC 9162, section 2.1.3.2). The path must have exactly the length that the position asks for.
#[must_use]
pub fn verify_inclusion(
    leaf: Digest,
    leaf_index: u64,
    leaf_count: u64,
    path: &[Digest],
    root: &Digest,
) -> bool {
    if leaf_index >= leaf_count {
        return false;
    }
    let mut index = leaf_index;
    let mut last = leaf_count - 1;
    let mut hash = leaf;
    for sibling in path {
        if last == 0 {
            return false;
        }
        if index & 1 == 1 || index == last {
            hash = node_hash(sibling, &hash);
            // Levels at which this node was carried up alone have no sibling in the path.
            while index & 1 == 0 && index != 0 {
                index >>= 1;
                last >>= 1;
            }
        } else {
            hash = node_hash(&hash, sibling);
        }
        index >>= 1;
        last >>= 1;
    }
    last == 0 && hash == *root
}

#[cfg(test)]
mod tests {
    use super::super::{Tree, leaf_hash};
    use super::*;

    fn leaves(count: usize) -> Vec<Digest> {
        (0..count).map(|i| leaf_hash(&i.to_be_bytes())).collect()
    }

    #[test]
    fn every_leaf_of_every_small_tree_is_proved() {
        for count in 1..=65_usize {
            let leaves = leaves(count);
            let tree = Tree::over(leaves.clone());
            for (index, leaf) in leaves.iter().enumerate() {
                let path = tree.proof(index).unwrap();
                assert!(
                    verify_inclusion(*leaf, index as u64, count as u64, &path, &tree.root()),
                    "leaf {index} of {count}"
                );
            }
        }
    }

    #[test]
    fn a_proof_holds_for_its_own_leaf_place_and_length_only() {
        for count in 2..=17_usize {
            let leaves = leaves(count);
            let tree = Tree::over(leaves.clone());
            let root = tree.root();
            for index in 0..count {
                let path = tree.proof(index).unwrap();
                for (other, leaf) in leaves.iter().enumerate() {
                    let holds = verify_inclusion(*leaf, index as u64, count as u64, &path, &root);
                    assert_eq!(holds, other == index, "leaf {other} at {index} of {count}");
                }
                let leaf = *leaves.get(index).unwrap();
                let mut longer = path.clone();
                longer.push(root);
                assert!(!verify_inclusion(
                    leaf,
                    index as u64,
                    count as u64,
                    &longer,
                    &root
                ));
                let shorter = path.get(1..).unwrap();
                assert!(!verify_inclusion(
                    leaf,
                    index as u64,
                    count as u64,
                    shorter,
                    &root
                ));
                assert!(!verify_inclusion(
                    leaf,
                    count as u64,
                    count as u64,
                    &path,
                    &root
                ));
            }
        }
    }
}
