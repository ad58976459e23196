//! The measures as OpenMetrics text.

use core::fmt;

use exam::ports::Standing;
use exam::{Measured, Spread};
use lexicon::Millis;
use prometheus_client::collector::Collector;
use prometheus_client::encoding::text::encode;
use prometheus_client::encoding::{DescriptorEncoder, EncodeMetric};
use prometheus_client::metrics::MetricType;
use prometheus_client::metrics::counter::ConstCounter;
use prometheus_client::metrics::gauge::ConstGauge;
use prometheus_client::registry::Registry;

/// Everything that is told at once.
#[derive(Debug)]
pub(super) struct Scraped {
    pub(super) requests: Vec<(&'static str, &'static str, u16, u64)>,
    pub(super) recorder: Measured,
    pub(super) live: Standing,
    /// Of the oldest hall board that somebody looks at.
    pub(super) boards_age: Millis,
    /// Whether this process does what one of its fleet does for all.
    pub(super) leads: bool,
    pub(super) uptime: Millis,
    pub(super) outages: u64,
    pub(super) away: Millis,
}

pub(super) fn write(scraped: Scraped) -> Result<String, fmt::Error> {
    let mut registry = Registry::with_prefix("ambang");
    registry.register_collector(Box::new(scraped));
    let mut text = String::new();
    encode(&mut text, &registry)?;
    Ok(text)
}

impl Collector for Scraped {
    fn encode(&self, mut encoder: DescriptorEncoder<'_>) -> fmt::Result {
        self.requests(&mut encoder)?;
        let recorder = &self.recorder;
        let mut family = encoder.encode_descriptor(
            "verdicts",
            "Verdicts on events of candidates",
            None,
            MetricType::Counter,
        )?;
        for (verdict, count) in &recorder.verdicts {
            let labels = [("verdict", *verdict)];
            ConstCounter::new(*count).encode(family.encode_family(&labels)?)?;
        }
        gauge(
            &mut encoder,
            ("recorder_queue_jobs", "Commands that wait for the recorder"),
            recorder.queue_len as f64,
        )?;
        let failed = ("recorder_failures", "Batches that could not be recorded");
        let counter = ConstCounter::new(recorder.failed);
        let family = encoder.encode_descriptor(failed.0, failed.1, None, MetricType::Counter)?;
        counter.encode(family)?;
        let batches = ("recorder_batch_events", "Events in each recorded batch");
        histogram(&mut encoder, batches, &recorder.batch_events, 1.0)?;
        let commits = (
            "recorder_commit_seconds",
            "From the begin of a batch to its durable commit",
        );
        histogram(&mut encoder, commits, &recorder.commit_ms, 1_000.0)?;
        self.boards(&mut encoder)?;
        let uptime = ("uptime_seconds", "Since the start of the server");
        gauge(&mut encoder, uptime, seconds(self.uptime))?;
        let outages = ("outages", "Outages that reach into the last 24 hours");
        gauge(&mut encoder, outages, self.outages as f64)?;
        let away = (
            "outage_seconds",
            "How long they lasted within these 24 hours",
        );
        gauge(&mut encoder, away, seconds(self.away))
    }
}

impl Scraped {
    fn boards(&self, encoder: &mut DescriptorEncoder<'_>) -> fmt::Result {
        let help = "Whether the live state answers";
        let reachable = f64::from(self.live != Standing::Away);
        gauge(encoder, ("live_reachable", help), reachable)?;
        let help = "Whether the live state is whole: neither lost nor being filled";
        let whole = f64::from(self.live == Standing::Whole);
        gauge(encoder, ("live_whole", help), whole)?;
        let help = "Age of the oldest hall board that somebody looks at; 0 where nobody does";
        gauge(
            encoder,
            ("boards_age_seconds", help),
            seconds(self.boards_age),
        )?;
        let help = "Whether this process closes, repairs and notes for its fleet";
        gauge(encoder, ("leads", help), f64::from(self.leads))
    }

    fn requests(&self, encoder: &mut DescriptorEncoder<'_>) -> fmt::Result {
        let mut family = encoder.encode_descriptor(
            "http_requests",
            "Answered requests; pages and unknown paths have no route, rare statuses are other",
            None,
            MetricType::Counter,
        )?;
        for (method, route, status, count) in &self.requests {
            let status = match status {
                0 => "other".to_owned(),
                status => status.to_string(),
            };
            let labels = [
                ("method", *method),
                ("route", *route),
                ("status", status.as_str()),
            ];
            ConstCounter::new(*count).encode(family.encode_family(&labels)?)?;
        }
        Ok(())
    }
}

fn seconds(length: Millis) -> f64 {
    length.0 as f64 / 1_000.0
}

fn gauge(
    encoder: &mut DescriptorEncoder<'_>,
    (name, help): (&str, &str),
    value: f64,
) -> fmt::Result {
    let family = encoder.encode_descriptor(name, help, None, MetricType::Gauge)?;
    ConstGauge::new(value).encode(family)
}

/// `per` of what was counted make one of what is told.
fn histogram(
    encoder: &mut DescriptorEncoder<'_>,
    (name, help): (&str, &str),
    spread: &Spread,
    per: f64,
) -> fmt::Result {
    let known: u64 = spread.buckets.iter().map(|(_, count)| count).sum();
    let mut buckets: Vec<(f64, u64)> = spread
        .buckets
        .iter()
        .map(|(bound, count)| (*bound as f64 / per, *count))
        .collect();
    // Counted one after the other, so that a look in between may see one more here than there.
    let all = spread.all.max(known);
    buckets.push((f64::INFINITY, all - known));
    let mut family = encoder.encode_descriptor(name, help, None, MetricType::Histogram)?;
    let none = None::<&std::collections::HashMap<usize, _>>;
    family.encode_histogram::<prometheus_client::encoding::NoLabelSet>(
        spread.sum as f64 / per,
        all,
        &buckets,
        none,
    )
}
