//! Virtual candidates and proctors over HTTP, scenarios, reports.
