//! HTTP: routes, extractors, problems, event streams.
