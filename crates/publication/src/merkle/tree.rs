//! A tree that is kept, so that each proof costs only its own length.

use lexicon::Digest;

use super::hash::{empty_root, node_hash};

/// The levels of a Merkle tree, leaves first. Memory: about two digests per leaf.
///
/// RFC 6962 splits at the largest power of two below the number of leaves. Pairing neighbours level by
/// level and carrying an odd last node up unchanged gives the same tree.
#[derive(Clone, Debug)]
pub struct Tree {
    levels: Vec<Vec<Digest>>,
}

impl Tree {
    /// The tree over these leaf hashes (see [`super::leaf_hash`]).
    #[must_use]
    pub fn over(leaves: Vec<Digest>) -> Self {
        let mut levels = vec![leaves];
        while let Some(level) = levels.last().filter(|level| level.len() > 1) {
            let above = level.chunks(2).map(parent).collect();
            levels.push(above);
        }
        Self { levels }
    }

    /// The root; of an empty tree the hash of nothing.
    #[must_use]
    pub fn root(&self) -> Digest {
        self.levels
            .last()
            .and_then(|top| top.first())
            .copied()
            .unwrap_or_else(empty_root)
    }

    /// Number of leaves.
    #[must_use]
    pub fn len(&self) -> usize {
        self.levels.first().map_or(0, Vec::len)
    }

    /// Whether there is no leaf.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The audit path of a leaf, nearest sibling first; none beyond the last leaf.
    #[must_use]
    pub fn proof(&self, leaf_index: usize) -> Option<Vec<Digest>> {
        if leaf_index >= self.len() {
            return None;
        }
        let path = self.levels.iter().enumerate();
        Some(
            path.filter_map(|(height, level)| level.get((leaf_index >> height) ^ 1).copied())
                .collect(),
        )
    }
}

fn parent(pair: &[Digest]) -> Digest {
    match pair {
        [left, right] => node_hash(left, right),
        // Only the last node of an odd level stands alone.
        [alone, ..] => *alone,
        [] => empty_root(),
    }
}

/// The root over leaf hashes, where no proof is wanted: memory for a few digests only.
pub(crate) fn root_of(leaves: &[Digest]) -> Digest {
    match leaves {
        [] => empty_root(),
        [only] => *only,
        _ => {
            // The largest power of two below the length; the recursion is as deep as the tree.
            let split = leaves.len().next_power_of_two() / 2;
            let (left, right) = leaves.split_at(split);
            node_hash(&root_of(left), &root_of(right))
        }
    }
}

#[cfg(test)]
mod tests {
    use data_encoding::HEXLOWER;

    use super::super::hash::leaf_hash;
    use super::*;

    fn leaves(count: usize) -> Vec<Digest> {
        (0..count).map(|i| leaf_hash(&i.to_be_bytes())).collect()
    }

    /// The inputs and roots that the Certificate Transparency test suites share.
    #[test]
    fn the_known_vectors_hold() {
        let inputs = [
            "",
            "00",
            "10",
            "2021",
            "3031",
            "40414243",
            "5051525354555657",
            "606162636465666768696a6b6c6d6e6f",
        ];
        let roots = [
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
            "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
            "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
            "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
            "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
            "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
            "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
            "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
            "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
        ];
        let hashes: Vec<Digest> = inputs
            .iter()
            .map(|hex| leaf_hash(&HEXLOWER.decode(hex.as_bytes()).unwrap()))
            .collect();
        for (count, root) in roots.iter().enumerate() {
            let tree = Tree::over(hashes.get(..count).unwrap().to_vec());
            assert_eq!(tree.root().to_string(), *root, "{count} leaves");
        }
    }

    #[test]
    fn both_ways_to_the_root_agree() {
        for count in 0..=130 {
            let leaves = leaves(count);
            assert_eq!(
                root_of(&leaves),
                Tree::over(leaves.clone()).root(),
                "{count}"
            );
        }
    }

    #[test]
    fn there_is_no_proof_beyond_the_last_leaf() {
        assert_eq!(Tree::over(leaves(0)).proof(0), None);
        assert_eq!(Tree::over(leaves(5)).proof(5), None);
        assert_eq!(Tree::over(leaves(1)).proof(0), Some(vec![]));
        assert!(Tree::over(leaves(0)).is_empty());
    }
}
