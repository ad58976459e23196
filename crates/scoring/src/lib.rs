//! Score sheets, passing grades, tie-breaks, the cut, live rank; policies as data.
