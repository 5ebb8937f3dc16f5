//! Reports that the public handed in, and what becomes public of them.

use jiff::Timestamp;
use kulla_record::kind::reporting::{Progress, Shown};
use kulla_record::place::Place;
use kulla_record::{RecordId, SubjectId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::item::{Item, Strip, pages};
use super::may::May;
use super::seen::SeenTold;
use super::signal::Alike;

/// A report in the list of the moderators.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ReportSeen {
    /// The report as a signal of the queue.
    pub signal: Strip,
    /// What its reporter calls it: `R-7K3FQ-9WXYZ`.
    pub number: String,
    /// Code of the service in the profile.
    pub service: String,
    /// The agency whose people decide what is public of it.
    pub owner: String,
    /// Whether anything of it is public.
    pub shown: Shown,
    /// What the reporter is told of the work.
    pub progress: Progress,
    /// The version of its moderation, which a step names as `head`.
    pub head: RecordId,
    /// When that was written.
    #[schema(value_type = String, format = DateTime)]
    pub decided: Timestamp,
    /// How many photographs it has, withheld ones too.
    pub photos: usize,
    /// How many lines its reporter added.
    pub added: usize,
}

pages! {
    /// A page of reports, those on which something was decided last first.
    ReportPage(ReportSeen);
}

/// A report with everything that a moderator decides by. Nothing of it says who handed it in.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ReportView {
    /// As in the list.
    pub seen: ReportSeen,
    /// The report as it came: its body is a `Report` with `handed_in`.
    pub report: Item,
    /// What was decided about it: its body is a `Moderation`. A step names its `version`, or all its `heads`.
    pub moderation: Item,
    /// What is or was public of it: its body is a `Notice`.
    pub notice: Option<Item>,
    /// Its photographs, in their order. They are never public.
    pub photos: Vec<PhotoSeen>,
    /// Other reports that are likely of the same thing, of those that this session may read.
    pub alike: Vec<Alike>,
    /// The place as everybody would be shown it, rounded, without the reporter's own words.
    pub public_place: Place,
    /// The subject of who handed it in, if they said so and this session may see it; it is opened by a step of its own.
    pub reporter: Option<SubjectId>,
    /// What this session may do now.
    pub may: ReportMay,
}

/// A photograph of a report: the file stands at `reports/{subject}/photos/{number}`.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct PhotoSeen {
    /// From 1.
    pub number: usize,
    /// `image/jpeg` or `image/png`.
    pub media: String,
    /// Bytes of the file.
    pub bytes: u64,
    /// Pixels across, before it is turned.
    pub width: u32,
    /// Pixels down, before it is turned.
    pub height: u32,
    /// How it has to be turned to stand upright, 1 to 8 (TIFF 6.0 `Orientation`).
    pub turned: u8,
    /// On what grounds nobody is shown it any more.
    pub withheld: Option<String>,
}

/// What a session may do with a report.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ReportMay {
    /// Make words public, or others in their place.
    pub publish: May,
    /// Say that nothing of it will be public.
    pub reject: May,
    /// Take back what is public.
    pub hide: May,
    /// Tell the reporter how it stands.
    pub answer: May,
    /// Take a photograph out of everybody's sight.
    pub withhold: May,
    /// See who handed it in, which is on record.
    pub identify: May,
}

/// Words for everybody. Nothing of the report is taken over by itself: what is not said here is not public.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PublishTold {
    /// The version of the moderation that was seen.
    pub head: SeenTold,
    /// What everybody is to read. No names, no numbers of people.
    pub words: String,
    /// Language of the words.
    pub lang: String,
    /// Where; it is rounded. The report's own, without its words, if it is not said.
    pub place: Option<Place>,
    /// Whether it is done: `closed` instead of `open`.
    #[serde(default)]
    pub done: bool,
    /// What is being done.
    #[serde(default)]
    pub note: String,
    /// Nothing: photographs are never public. Anything else is refused.
    #[serde(default)]
    pub photos: Vec<String>,
}

/// On what grounds nothing of it is public, or not any more.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct GroundsTold {
    /// The version of the moderation that was seen.
    pub head: SeenTold,
    /// For the agencies; the reporter is not told.
    pub reason: String,
}

/// Which photograph nobody is shown any more, and why.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct WithholdTold {
    /// The version of the moderation that was seen.
    pub head: SeenTold,
    /// The photograph, from 1.
    pub photo: usize,
    /// For the agencies; the reporter is not told.
    pub reason: String,
}

/// What the reporter is told.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AnswerTold {
    /// The version of the moderation that was seen.
    pub head: SeenTold,
    /// How the work stands.
    pub progress: Progress,
    /// In words; may be empty.
    #[serde(default)]
    pub answer: String,
}

/// Who handed a report in. That it was opened is on disk before this is answered.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ReporterSeen {
    /// The subject, which is erased without the report.
    pub subject: SubjectId,
    /// What they call themselves.
    pub name: String,
    /// Telephone.
    pub phone: String,
    /// Mail.
    pub email: String,
}
