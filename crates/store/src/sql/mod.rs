//! Every statement of the adapters, with the number of its parameters. One text where both engines take it; where
//! it pays, or where one of them lacks a function, a text for SQLite and then one for PostgreSQL. An empty text: the
//! other engine's own business.

pub(crate) mod answers;
pub(crate) mod catalogue;
pub(crate) mod postgres;
pub(crate) mod results;
pub(crate) mod rooms;
pub(crate) mod seats;
pub(crate) mod staff;
pub(crate) mod upkeep;

/// Declares statements and the list of them all.
macro_rules! statements {
    ($($(#[$doc:meta])* $name:ident($arity:literal) = $sqlite:expr $(, $postgres:expr)?;)+) => {
        $(
            $(#[$doc])*
            pub(crate) const $name: crate::call::Sql = crate::call::Sql {
                sqlite: $sqlite,
                postgres: crate::sql::statements!(@text $sqlite $(, $postgres)?),
                arity: $arity,
            };
        )+

        #[cfg(test)]
        pub(crate) const ALL: &[(&str, crate::call::Sql)] = &[$((stringify!($name), $name)),+];
    };
    (@text $both:expr) => { $both };
    (@text $sqlite:expr, $postgres:expr) => { $postgres };
}

pub(crate) use statements;

#[cfg(test)]
pub(crate) fn all() -> impl Iterator<Item = (&'static str, crate::call::Sql)> {
    [
        answers::ALL,
        catalogue::ALL,
        postgres::ALL,
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
