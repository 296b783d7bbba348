//! RFC 6962, section 2.1, word for word and without a thought for cost: what the tests compare with.

use super::{EMPTY_ROOT, Hash, node_hash};

fn split(leaves: &[Hash]) -> usize {
    let mut k = 1;
    while k * 2 < leaves.len() {
        k *= 2;
    }
    k
}

pub(super) fn mth(leaves: &[Hash]) -> Hash {
    match leaves {
        [] => EMPTY_ROOT,
        [leaf] => *leaf,
        leaves => {
            let (left, right) = leaves.split_at(split(leaves));
            node_hash(mth(left), mth(right))
        }
    }
}

pub(super) fn path(m: usize, leaves: &[Hash]) -> Vec<Hash> {
    if leaves.len() == 1 {
        return vec![];
    }
    let k = split(leaves);
    let (left, right) = leaves.split_at(k);
    let (mut proof, sibling) = if m < k {
        (path(m, left), right)
    } else {
        (path(m - k, right), left)
    };
    proof.push(mth(sibling));
    proof
}

pub(super) fn proof(m: usize, leaves: &[Hash]) -> Vec<Hash> {
    if m == 0 {
        vec![]
    } else {
        subproof(m, leaves, true)
    }
}

fn subproof(m: usize, leaves: &[Hash], whole: bool) -> Vec<Hash> {
    if m == leaves.len() {
        return if whole { vec![] } else { vec![mth(leaves)] };
    }
    let k = split(leaves);
    let (left, right) = leaves.split_at(k);
    let (mut proof, sibling) = if m <= k {
        (subproof(m, left, whole), right)
    } else {
        (subproof(m - k, right, false), left)
    };
    proof.push(mth(sibling));
    proof
}
