//! Log lines on standard error. What is logged while a request is served bears its id.

use core::fmt;
use std::io::IsTerminal;

use anyhow::Context;
use tracing::{Event, Subscriber};
use tracing_subscriber::EnvFilter;
use tracing_subscriber::fmt::format::{Format, Full, Json, JsonFields, Writer};
use tracing_subscriber::fmt::{FmtContext, FormatEvent, FormatFields};
use tracing_subscriber::registry::LookupSpan;

use crate::config::{Config, LogFormat};

pub(super) fn start(config: &Config) -> anyhow::Result<()> {
    let filter: EnvFilter = config.log.parse().context("log")?;
    let lines = tracing_subscriber::fmt()
        .with_env_filter(filter)
        // Told on the same standard error, and whoever cannot print there panics: a log on a full disk would end
        // the task that has something to say. A line that cannot be written is lost.
        .log_internal_errors(false)
        .with_ansi(std::io::stderr().is_terminal())
        .with_writer(std::io::stderr);
    let started = match config.log_format {
        LogFormat::Text => lines.event_format(Numbered(Format::default())).try_init(),
        LogFormat::Json => {
            let json = Numbered(Format::default().json());
            let lines = lines.fmt_fields(JsonFields::new()).event_format(json);
            lines.try_init()
        }
    };
    started.map_err(|error| anyhow::anyhow!("cannot start logging: {error}"))
}

/// A format whose lines bear the id of the request that is being served.
struct Numbered<F>(F);

/// Puts the id into a line without its end.
trait Place {
    fn place(line: &str, id: &str) -> String;
}

impl Place for Format<Full> {
    fn place(line: &str, id: &str) -> String {
        format!("{line} request_id={id}")
    }
}

impl Place for Format<Json> {
    fn place(line: &str, id: &str) -> String {
        let inner = line.strip_prefix('{').unwrap_or(line);
        format!("{{\"request_id\":\"{id}\",{inner}")
    }
}

impl<S, N, F> FormatEvent<S, N> for Numbered<F>
where
    S: Subscriber + for<'a> LookupSpan<'a>,
    N: for<'a> FormatFields<'a> + 'static,
    F: FormatEvent<S, N> + Place,
{
    fn format_event(
        &self,
        context: &FmtContext<'_, S, N>,
        mut writer: Writer<'_>,
        event: &Event<'_>,
    ) -> fmt::Result {
        let Some(id) = api::request_id() else {
            return self.0.format_event(context, writer, event);
        };
        let mut line = String::new();
        self.0
            .format_event(context, Writer::new(&mut line), event)?;
        writeln!(writer, "{}", F::place(line.trim_end(), &id))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_bears_the_id_in_both_formats() {
        let text = Format::<Full>::place("INFO a word", "00000000002a");
        assert_eq!(text, "INFO a word request_id=00000000002a");
        let json = Format::<Json>::place("{\"level\":\"INFO\"}", "00000000002a");
        let json: serde_json::Value = serde_json::from_str(&json).unwrap();
        assert_eq!(json["request_id"], "00000000002a");
        assert_eq!(json["level"], "INFO");
    }
}
