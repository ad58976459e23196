//! Documents seen from outside: made, stored, shown to strangers, tampered with.
#![cfg(test)]

mod certificate;
mod fixture;
mod golden;
mod rules;
mod series;
mod strictness;
mod tampering;
