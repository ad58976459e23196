use crate::Formula;

fn spoken(tex: &str) -> (String, String) {
    let spoken = Formula::from_tex(tex, false).unwrap().spoken;
    (spoken.id, spoken.en)
}

#[track_caller]
fn says(tex: &str, indonesian: &str, english: &str) {
    assert_eq!(
        spoken(tex),
        (indonesian.to_owned(), english.to_owned()),
        "{tex}"
    );
}

#[test]
fn powers_and_indexes() {
    says(
        "x^2 + y^3",
        "x kuadrat tambah y pangkat 3",
        "x squared plus y cubed",
    );
    says(
        "2^{n+1} - 1",
        "2 pangkat n tambah 1 akhir pangkat kurang 1",
        "2 to the power n plus 1 end power minus 1",
    );
    says(
        "10^{-3}",
        "10 pangkat negatif 3",
        "10 to the power negative 3",
    );
    says(
        "a_1 + a_{n-1}",
        "a indeks 1 tambah a indeks n kurang 1 akhir indeks",
        "a sub 1 plus a sub n minus 1 end sub",
    );
    says("x_1^2", "x indeks 1 kuadrat", "x sub 1 squared");
    says("90^\\circ", "90 derajat", "90 degrees");
    says(
        "f'(x)",
        "f aksen buka kurung x tutup kurung",
        "f prime open parenthesis x close parenthesis",
    );
}

#[test]
fn fractions() {
    says(r"\frac{3}{4}", "3 per 4", "3 over 4");
    says(
        r"\frac{a+b}{2}",
        "pecahan dengan pembilang a tambah b dan penyebut 2 akhir pecahan",
        "fraction with numerator a plus b and denominator 2 end fraction",
    );
    says(r"2\frac{1}{2}", "2 1 per 2", "2 1 over 2");
}

#[test]
fn roots() {
    says(r"\sqrt{16}", "akar dari 16", "the square root of 16");
    says(
        r"\sqrt{a+b}",
        "akar dari a tambah b akhir akar",
        "the square root of a plus b end root",
    );
    says(
        r"\sqrt[3]{27}",
        "akar pangkat 3 dari 27",
        "the root of order 3 of 27",
    );
}

#[test]
fn minus_by_its_neighbours() {
    says(
        "-5 - -3",
        "negatif 5 kurang negatif 3",
        "negative 5 minus negative 3",
    );
    says(
        "(-2) - 1",
        "buka kurung negatif 2 tutup kurung kurang 1",
        "open parenthesis negative 2 close parenthesis minus 1",
    );
    says("x = -y", "x sama dengan negatif y", "x equals negative y");
    says("x^2 - 1", "x kuadrat kurang 1", "x squared minus 1");
    says(
        "|-3| - 1",
        "nilai mutlak dari negatif 3 akhir nilai mutlak kurang 1",
        "the absolute value of negative 3 end absolute value minus 1",
    );
}

#[test]
fn numbers_keep_their_separators() {
    says("3.000,5", "3.000,5", "3.000,5");
    says(
        "(1, 5)",
        "buka kurung 1 koma 5 tutup kurung",
        "open parenthesis 1 comma 5 close parenthesis",
    );
    says(r"12{,}5\%", "12,5 persen", "12,5 percent");
}

#[test]
fn relations_and_operators() {
    says(
        r"2 \times 3 \leq 7",
        "2 kali 3 kurang dari atau sama dengan 7",
        "2 times 3 is less than or equal to 7",
    );
    says(
        r"12 \div 4 \neq 2",
        "12 dibagi 4 tidak sama dengan 2",
        "12 divided by 4 is not equal to 2",
    );
    says(
        "a : b = 2 : 3",
        "a banding b sama dengan 2 banding 3",
        "a to b equals 2 to 3",
    );
    says(r"p \Rightarrow \neg q", "p maka bukan q", "p implies not q");
    says(
        r"A \cap B = \emptyset",
        "A irisan B sama dengan himpunan kosong",
        "A intersection B equals the empty set",
    );
}

#[test]
fn sums_limits_and_functions() {
    says(
        r"\sum_{i=1}^{n} i^2",
        "jumlah dari i sama dengan 1 sampai n dari i kuadrat",
        "the sum from i equals 1 to n of i squared",
    );
    says(
        r"\lim_{x \to 0} f",
        "limit untuk x menuju 0 dari f",
        "the limit for x to 0 of f",
    );
    says(
        r"\int_0^1 x\,dx",
        "integral dari 0 sampai 1 dari x d x",
        "the integral from 0 to 1 of x d x",
    );
    says(
        r"\log_2 8 = 3",
        "log basis 2 dari 8 sama dengan 3",
        "log base 2 of 8 equals 3",
    );
    says(r"\sin^2 x", "sinus kuadrat x", "sine squared x");
    says(
        r"\operatorname{fpb}(a, b)",
        "fpb buka kurung a koma b tutup kurung",
        "fpb open parenthesis a comma b close parenthesis",
    );
}

#[test]
fn marks_and_faces() {
    says(r"\overline{AB}", "A B bergaris atas", "A B with bar");
    says(r"\vec{a}", "vektor a", "vector a");
    says(
        r"\mathbf{x} = 5\,\mathrm{cm}",
        "x sama dengan 5 cm",
        "x equals 5 cm",
    );
    says(r"\pi r^2", "pi r kuadrat", "pi r squared");
    says(r"\text{luas} = 4", "luas sama dengan 4", "luas equals 4");
}

#[test]
fn series_with_a_gap() {
    says(
        r"2, 4, \ldots, ?",
        "2 koma 4 koma titik-titik koma tanda tanya",
        "2 comma 4 comma dot dot dot comma question mark",
    );
}

#[test]
fn tables() {
    says(
        r"\begin{pmatrix} 1 & -2 \\ a & \end{pmatrix}",
        "matriks 2 baris 2 kolom; baris ke-1: 1, negatif 2; baris ke-2: a, kosong; akhir matriks",
        "matrix 2 rows 2 columns; row 1: 1, negative 2; row 2: a, empty; end matrix",
    );
    says(
        r"\begin{cases} x + y = 5 \\ x - y = 1 \end{cases}",
        "sistem 2 baris 1 kolom; baris ke-1: x tambah y sama dengan 5; baris ke-2: x kurang y sama dengan 1; akhir sistem",
        "system 2 rows 1 columns; row 1: x plus y equals 5; row 2: x minus y equals 1; end system",
    );
}

#[test]
fn lines_of_a_table_are_not_rows() {
    says(
        r"\begin{array}{c|c} p & q \\ \hline B & S \\ \hline \end{array}",
        "susunan 2 baris 2 kolom; baris ke-1: p, q; baris ke-2: B, S; akhir susunan",
        "array 2 rows 2 columns; row 1: p, q; row 2: B, S; end array",
    );
}

#[test]
fn what_has_no_words_is_refused() {
    for tex in [
        r"a \star b \wr c",
        r"\underbrace{a}_{n}",
        r"\overset{a}{b}",
        r"\mathfrak{a} \heartsuit",
    ] {
        let refused = Formula::from_tex(tex, false);
        assert!(refused.is_err(), "{tex}: {refused:?}");
    }
}
