//! Score sheets, passing grades, tie-breaks, the cut and live rank, with the rules as data.
//!
//! A [`Policy`] is a versioned TOML: which sub-tests there are and what an item is worth, how long the
//! exam takes, which categories and position groups the year knows and what each must reach, how ties
//! are broken, how many go on. A [`Sheet`] holds one candidate's points. [`Contest::rank`] turns the
//! sheets of one formation into ranks and codes, each with the [`Trace`] of its decision, and
//! [`LiveRanking`] keeps order while a sitting runs.
//!
//! Knows nothing of files, clocks, stores or requests, and nothing of questions: points come in as
//! sums. Points are integers; nothing here is a float.

mod contest;
mod cut;
mod live;
mod order;
mod policy;
mod sheet;
mod status;
mod trace;

pub use contest::{Contest, Entrant, Placed, Standing};
pub use cut::Cut;
pub use live::{LiveRanking, LiveRow};
pub use order::{Chain, Key};
pub use policy::{
    Block, BoardPolicy, CategorySpec, Codes, Grade, GradeError, Integration, ItemPoints, Label,
    LateStart, Measure, Minimum, Policy, PolicyFault, PolicyFaults, PositionGroupSpec, Rounding,
    ScoreFault, Shortfall, SubTestSpec, preset, preset_names, preset_text,
};
pub use sheet::{POINTS_MAX, SUB_TESTS_MAX, Sheet};
pub use status::{Code, Status, UnknownStatus};
pub use trace::Trace;
