//! Participant numbers that a spreadsheet has rounded: it keeps 15 digits, so that of 17 the last two become 00.

use lexicon::ParticipantNo;

/// Fewer numbers say nothing.
const NUMBERS_MIN: usize = 5;

/// Watches the numbers of a table go by.
#[derive(Clone, Copy, Debug, Default)]
pub struct Rounded {
    all: usize,
    rounded: usize,
}

impl Rounded {
    /// One more number, whether it is taken or not.
    pub fn see(&mut self, number: ParticipantNo) {
        self.all += 1;
        self.rounded += usize::from(number.as_str().ends_with("00"));
    }

    /// What is wrong with the table as a whole, where most numbers end in 00: one in a hundred would by chance.
    #[must_use]
    pub fn fault(&self) -> Option<String> {
        let most = self.all >= NUMBERS_MIN && self.rounded * 2 > self.all;
        most.then(|| {
            format!(
                "{} of {} participant numbers end in 00: a spreadsheet keeps 15 digits of a number and has made the \
                 others 0; format the column as text and enter the numbers again",
                self.rounded, self.all
            )
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fault_of(numbers: &[u64]) -> Option<String> {
        let mut rounded = Rounded::default();
        for number in numbers {
            rounded.see(format!("{number:017}").parse().unwrap());
        }
        rounded.fault()
    }

    #[test]
    fn only_most_of_many_are_a_fault() {
        assert_eq!(fault_of(&[100, 200, 300, 400]), None, "too few to tell");
        assert_eq!(fault_of(&[100, 200, 301, 402, 503]), None);
        let told = fault_of(&[100, 200, 300, 401, 502]).unwrap();
        assert!(
            told.starts_with("3 of 5 participant numbers end in 00"),
            "{told}"
        );
    }
}
