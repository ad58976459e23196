//! Every statement of the SQLite adapter, with the number of its parameters. Texts that name no function of
//! SQLite's own (`json_each`, `unhex`, `substr` on bytes) are meant to be taken over by the other engine.

pub(crate) mod answers;
pub(crate) mod catalogue;
pub(crate) mod results;
pub(crate) mod rooms;
pub(crate) mod seats;
pub(crate) mod staff;
pub(crate) mod upkeep;

/// Declares statements and the list of them all.
macro_rules! statements {
    ($($(#[$doc:meta])* $name:ident($arity:literal) = $text:expr;)+) => {
        $(
            $(#[$doc])*
            pub(crate) const $name: crate::call::Sql = crate::call::Sql { text: $text, arity: $arity };
        )+

        #[cfg(test)]
        pub(crate) const ALL: &[(&str, crate::call::Sql)] = &[$((stringify!($name), $name)),+];
    };
}

pub(crate) use statements;

#[cfg(test)]
pub(crate) fn all() -> impl Iterator<Item = (&'static str, crate::call::Sql)> {
    [
        answers::ALL,
        catalogue::ALL,
        results::ALL,
        rooms::ALL,
        seats::ALL,
        staff::ALL,
        upkeep::ALL,
    ]
    .into_iter()
    .flatten()
    .copied()
}
