//! Use cases and their ports: Store, Live, Clock, Rng, Signer, Blobs.
