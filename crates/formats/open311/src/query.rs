//! `GET requests`: which requests are asked for, within the limits of the specification ("Response Volume").

use crate::errors::{ErrorEntry, Errors};
use crate::form::parse_form;
use crate::request::{ServiceRequest, Status};
use crate::submission::{Reader, Rules};
use crate::time::DateTime;

/// Days that a query may span at most, and that it spans when it does not say.
pub const QUERY_DAYS_MAX: i64 = 90;
/// Requests of an answer at most.
pub const QUERY_REQUESTS_MAX: usize = 1000;
/// Ids, codes or states that one query may list; ours, the answer holds no more requests than this.
pub const QUERY_VALUES_MAX: usize = 1000;

/// A query, checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Query {
    /// `jurisdiction_id`.
    pub jurisdiction_id: Option<String>,
    /// What is asked for.
    pub wanted: Wanted,
}

/// What a query asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Wanted {
    /// `service_request_id`, separated by commas: these, whatever else is said.
    Ids(Vec<String>),
    /// Requests by the time they were made, and more narrowly by what else is said.
    Span {
        /// `start_date`, included.
        start: DateTime,
        /// `end_date`, included.
        end: DateTime,
        /// `service_code`, separated by commas; empty is any.
        service_codes: Vec<String>,
        /// `status`, separated by commas; empty is any.
        states: Vec<Status>,
    },
}

fn listed(reader: &mut Reader<'_>, name: &str) -> Vec<String> {
    let Some(text) = reader.text(name, crate::form::FORM_BYTES_MAX) else { return Vec::new() };
    let values: Vec<String> =
        text.split(',').map(str::trim).filter(|value| !value.is_empty()).map(str::to_owned).collect();
    if values.len() > QUERY_VALUES_MAX {
        reader.refuse(format!("`{name}` lists at most {QUERY_VALUES_MAX} values; ask in parts"));
        return Vec::new();
    }
    values
}

fn date(reader: &mut Reader<'_>, name: &str) -> Option<DateTime> {
    let text = reader.line(name)?;
    let date = text.parse().ok();
    if date.is_none() {
        let rule = "must be a date and time with a zone, such as `2010-01-01T00:00:00Z`";
        reader.refuse(format!("`{name}` `{}` {rule}", crate::source::shown(&text)));
    }
    date
}

impl Query {
    /// Reads a query string, without its `?`. Total. `now` ends the span when the query does not say.
    ///
    /// # Errors
    /// All that is wrong, for the errors document: a date without a zone, a span of more than
    /// [`QUERY_DAYS_MAX`] days or backwards, a jurisdiction missing or unknown.
    pub fn parse(query: &[u8], rules: &Rules<'_>, now: DateTime) -> Result<Self, Errors> {
        let mut reader = Reader::new(parse_form(query)?);
        let jurisdiction_id = reader.jurisdiction(rules);
        let ids = listed(&mut reader, "service_request_id");
        // "This overrides all other arguments", so the others are not even looked at.
        let wanted = if ids.is_empty() { Self::span(&mut reader, now) } else { Wanted::Ids(ids) };
        if reader.errors.is_empty() {
            Ok(Self { jurisdiction_id, wanted })
        } else {
            Err(Errors(reader.errors))
        }
    }

    fn span(reader: &mut Reader<'_>, now: DateTime) -> Wanted {
        let given = (date(reader, "start_date"), date(reader, "end_date"));
        let (start, end) = match given {
            (Some(start), Some(end)) => (start, end),
            (Some(start), None) => (start, start.plus_days(QUERY_DAYS_MAX)),
            (None, Some(end)) => (end.plus_days(-QUERY_DAYS_MAX), end),
            (None, None) => (now.plus_days(-QUERY_DAYS_MAX), now),
        };
        if end < start {
            reader.refuse("`end_date` must not be before `start_date`");
        } else if end > start.plus_days(QUERY_DAYS_MAX) {
            reader.refuse(format!("a query spans at most {QUERY_DAYS_MAX} days; ask in parts"));
        }
        let service_codes = listed(reader, "service_code");
        let states = listed(reader, "status").iter().filter_map(|state| state.parse().ok()).collect();
        Wanted::Span { start, end, service_codes, states }
    }

    /// Whether a request is asked for. One without a `requested_datetime` is found by its id only.
    #[must_use]
    pub fn wants(&self, request: &ServiceRequest) -> bool {
        match &self.wanted {
            Wanted::Ids(ids) => ids.contains(&request.service_request_id),
            Wanted::Span { start, end, service_codes, states } => {
                let coded =
                    || request.service_code.as_ref().is_some_and(|code| service_codes.contains(code));
                request.requested_datetime.is_some_and(|made| (*start..=*end).contains(&made))
                    && (service_codes.is_empty() || coded())
                    && (states.is_empty() || states.contains(&request.status))
            }
        }
    }

    /// The requests that are asked for, in the order they come, the first [`QUERY_REQUESTS_MAX`].
    pub fn select<'a>(
        &'a self,
        requests: impl IntoIterator<Item = &'a ServiceRequest> + 'a,
    ) -> impl Iterator<Item = &'a ServiceRequest> {
        requests.into_iter().filter(|request| self.wants(request)).take(QUERY_REQUESTS_MAX)
    }
}

/// Extension: `GET servicerequestupdates`: the span of time asked for; both ends may be open.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UpdateQuery {
    /// `jurisdiction_id`.
    pub jurisdiction_id: Option<String>,
    /// `start_date`, included.
    pub start: Option<DateTime>,
    /// `end_date`, included.
    pub end: Option<DateTime>,
}

impl UpdateQuery {
    /// Reads a query string, without its `?`. Total.
    ///
    /// # Errors
    /// All that is wrong, for the errors document.
    pub fn parse(query: &[u8], rules: &Rules<'_>) -> Result<Self, Errors> {
        let mut reader = Reader::new(parse_form(query)?);
        let jurisdiction_id = reader.jurisdiction(rules);
        let (start, end) = (date(&mut reader, "start_date"), date(&mut reader, "end_date"));
        if let (Some(start), Some(end)) = (start, end)
            && end < start
        {
            reader.errors.push(ErrorEntry::general("`end_date` must not be before `start_date`"));
        }
        if reader.errors.is_empty() {
            Ok(Self { jurisdiction_id, start, end })
        } else {
            Err(Errors(reader.errors))
        }
    }
}
