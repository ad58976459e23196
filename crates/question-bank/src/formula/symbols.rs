//! The words for signs, in both languages.

/// What a sign is to its neighbours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    /// Stands for a thing: a minus after it subtracts.
    Thing,
    /// Stands between things: a minus after it makes negative.
    Between,
}

pub(super) struct Symbol {
    pub(super) sign: &'static str,
    pub(super) indonesian: &'static str,
    pub(super) english: &'static str,
    pub(super) role: Role,
}

pub(super) fn find(sign: &str) -> Option<&'static Symbol> {
    SYMBOLS.iter().find(|symbol| symbol.sign == sign)
}

const fn thing(sign: &'static str, indonesian: &'static str, english: &'static str) -> Symbol {
    Symbol {
        sign,
        indonesian,
        english,
        role: Role::Thing,
    }
}

const fn between(sign: &'static str, indonesian: &'static str, english: &'static str) -> Symbol {
    Symbol {
        sign,
        indonesian,
        english,
        role: Role::Between,
    }
}

const SYMBOLS: &[Symbol] = &[
    // Arithmetic. A minus is read by its neighbours, see `row`.
    between("+", "tambah", "plus"),
    between("±", "tambah atau kurang", "plus or minus"),
    between("∓", "kurang atau tambah", "minus or plus"),
    between("×", "kali", "times"),
    between("⋅", "kali", "times"),
    between("·", "kali", "times"),
    between("*", "kali", "times"),
    between("∗", "kali", "times"),
    between("÷", "dibagi", "divided by"),
    between(":", "banding", "to"),
    between("/", "per", "over"),
    between("mod", "modulo", "modulo"),
    between("∘", "komposisi", "composed with"),
    thing("!", "faktorial", "factorial"),
    thing("%", "persen", "percent"),
    thing("°", "derajat", "degrees"),
    thing("$", "dolar", "dollars"),
    thing("#", "pagar", "hash"),
    thing("&", "dan", "and"),
    // Relations.
    between("=", "sama dengan", "equals"),
    between("≠", "tidak sama dengan", "is not equal to"),
    between("<", "kurang dari", "is less than"),
    between(">", "lebih dari", "is greater than"),
    between(
        "≤",
        "kurang dari atau sama dengan",
        "is less than or equal to",
    ),
    between(
        "⩽",
        "kurang dari atau sama dengan",
        "is less than or equal to",
    ),
    between(
        "≥",
        "lebih dari atau sama dengan",
        "is greater than or equal to",
    ),
    between(
        "⩾",
        "lebih dari atau sama dengan",
        "is greater than or equal to",
    ),
    between("≈", "kira-kira sama dengan", "is approximately equal to"),
    between("≡", "identik dengan", "is identical to"),
    between("≅", "kongruen dengan", "is congruent to"),
    between("∼", "sebangun dengan", "is similar to"),
    between("∝", "sebanding dengan", "is proportional to"),
    between("⟂", "tegak lurus dengan", "is perpendicular to"),
    between("⊥", "tegak lurus dengan", "is perpendicular to"),
    between("∥", "sejajar dengan", "is parallel to"),
    between("∣", "garis tegak", "vertical bar"),
    // Sets and logic.
    between("∈", "anggota dari", "is in"),
    between("∉", "bukan anggota dari", "is not in"),
    between("⊂", "himpunan bagian dari", "is a subset of"),
    between(
        "⊆",
        "himpunan bagian atau sama dengan",
        "is a subset of or equal to",
    ),
    between("⊃", "memuat himpunan", "is a superset of"),
    between(
        "⊇",
        "memuat himpunan atau sama dengan",
        "is a superset of or equal to",
    ),
    between("∪", "gabungan", "union"),
    between("∩", "irisan", "intersection"),
    between("∖", "selisih himpunan", "set minus"),
    between("∧", "dan", "and"),
    between("∨", "atau", "or"),
    between("¬", "bukan", "not"),
    between("∀", "untuk setiap", "for all"),
    between("∃", "terdapat", "there exists"),
    between("∴", "jadi", "therefore"),
    between("→", "menuju", "to"),
    between("⟶", "menuju", "to"),
    between("←", "dari", "from"),
    between("↦", "dipetakan ke", "maps to"),
    between("⇒", "maka", "implies"),
    between("⟹", "maka", "implies"),
    between("⇔", "jika dan hanya jika", "if and only if"),
    between("⟺", "jika dan hanya jika", "if and only if"),
    between("↔", "jika dan hanya jika", "if and only if"),
    thing("∅", "himpunan kosong", "the empty set"),
    thing("ℕ", "himpunan bilangan asli", "the natural numbers"),
    thing("ℤ", "himpunan bilangan bulat", "the integers"),
    thing("ℚ", "himpunan bilangan rasional", "the rational numbers"),
    thing("ℝ", "himpunan bilangan real", "the real numbers"),
    thing("ℂ", "himpunan bilangan kompleks", "the complex numbers"),
    // Brackets.
    between("(", "buka kurung", "open parenthesis"),
    thing(")", "tutup kurung", "close parenthesis"),
    between("[", "buka kurung siku", "open bracket"),
    thing("]", "tutup kurung siku", "close bracket"),
    between("{", "buka kurung kurawal", "open brace"),
    thing("}", "tutup kurung kurawal", "close brace"),
    between("⌊", "buka pembulatan ke bawah", "open floor"),
    thing("⌋", "tutup pembulatan ke bawah", "close floor"),
    between("⌈", "buka pembulatan ke atas", "open ceiling"),
    thing("⌉", "tutup pembulatan ke atas", "close ceiling"),
    between("|", "garis tegak", "vertical bar"),
    // Punctuation.
    between(",", "koma", "comma"),
    between(";", "titik koma", "semicolon"),
    between(".", "titik", "point"),
    thing("…", "titik-titik", "dot dot dot"),
    thing("⋯", "titik-titik", "dot dot dot"),
    thing("⋮", "titik-titik ke bawah", "vertical dots"),
    thing("⋱", "titik-titik miring", "diagonal dots"),
    thing("?", "tanda tanya", "question mark"),
    thing("_", "isian kosong", "blank"),
    // Things.
    thing("∞", "tak hingga", "infinity"),
    thing("□", "kotak", "square"),
    thing("◻", "kotak", "square"),
    thing("△", "segitiga", "triangle"),
    thing("▵", "segitiga", "triangle"),
    thing("○", "lingkaran", "circle"),
    thing("⋆", "bintang", "star"),
    thing("★", "bintang", "star"),
    between("∠", "sudut", "angle"),
    between("∂", "turunan parsial", "partial"),
    between("∇", "nabla", "nabla"),
    between("∑", "jumlah", "the sum"),
    between("∏", "hasil kali", "the product"),
    between("∫", "integral", "the integral"),
    between("⋃", "gabungan", "the union"),
    between("⋂", "irisan", "the intersection"),
    // Functions.
    between("sin", "sinus", "sine"),
    between("cos", "kosinus", "cosine"),
    between("tan", "tangen", "tangent"),
    between("cot", "kotangen", "cotangent"),
    between("sec", "sekan", "secant"),
    between("csc", "kosekan", "cosecant"),
    between("arcsin", "arkus sinus", "arc sine"),
    between("arccos", "arkus kosinus", "arc cosine"),
    between("arctan", "arkus tangen", "arc tangent"),
    between("log", "log", "log"),
    between("ln", "logaritma natural", "natural log"),
    between("lim", "limit", "the limit"),
    between("max", "maksimum", "the maximum"),
    between("min", "minimum", "the minimum"),
    between(
        "gcd",
        "faktor persekutuan terbesar",
        "greatest common divisor",
    ),
    between("det", "determinan", "determinant"),
    // Greek.
    thing("α", "alfa", "alpha"),
    thing("β", "beta", "beta"),
    thing("γ", "gama", "gamma"),
    thing("δ", "delta", "delta"),
    thing("ε", "epsilon", "epsilon"),
    thing("ϵ", "epsilon", "epsilon"),
    thing("ζ", "zeta", "zeta"),
    thing("η", "eta", "eta"),
    thing("θ", "teta", "theta"),
    thing("κ", "kapa", "kappa"),
    thing("λ", "lambda", "lambda"),
    thing("μ", "mu", "mu"),
    thing("ν", "nu", "nu"),
    thing("ξ", "xi", "xi"),
    thing("π", "pi", "pi"),
    thing("ρ", "ro", "rho"),
    thing("σ", "sigma", "sigma"),
    thing("τ", "tau", "tau"),
    thing("ϕ", "fi", "phi"),
    thing("φ", "fi", "phi"),
    thing("χ", "khi", "chi"),
    thing("ψ", "psi", "psi"),
    thing("ω", "omega", "omega"),
    thing("Γ", "gama besar", "capital gamma"),
    thing("Δ", "delta besar", "capital delta"),
    thing("Θ", "teta besar", "capital theta"),
    thing("Λ", "lambda besar", "capital lambda"),
    thing("Π", "pi besar", "capital pi"),
    thing("Σ", "sigma besar", "capital sigma"),
    thing("Φ", "fi besar", "capital phi"),
    thing("Ω", "omega besar", "capital omega"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_sign_stands_once() {
        let signs: std::collections::BTreeSet<_> = SYMBOLS.iter().map(|s| s.sign).collect();
        assert_eq!(signs.len(), SYMBOLS.len());
    }
}
