//! The attempt machine, judging of events, time accounts, journal and chain.
