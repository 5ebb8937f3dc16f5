//! Photographs that come with reports of the public.
//!
//! **Nothing of a photograph is written before everything that is not picture was taken out of it**, and it is durable
//! before the report that names it. Until the report is durable too, [`Attached`] holds it: what becomes of no report goes.

use std::fmt;
use std::sync::Arc;

use kulla_log::blob::attached;
use kulla_log::{BlobId, BlobRef, BlobStore};
use kulla_photo::{Clean, Fault, Limits, clean};
use kulla_picture::Item;
use kulla_record::decision::Refusal;
use kulla_record::kind::reporting::{Moderation, Photo};
use kulla_record::kind::signal::Report;
use kulla_record::label::Word;

use crate::failure::refused;
use crate::plan::hex;
use crate::{Desk, Failure};

/// Photographs of one report.
pub const PHOTOS_MAX: usize = 4;
/// Bytes of one photograph, as it comes.
pub const PHOTO_BYTES_MAX: usize = 8 << 20;

/// Photographs that are durable and that no record names yet. They go with this, unless a report is handed in with it.
pub struct Attached {
    photos: Vec<Photo>,
    waiting: Vec<BlobId>,
    blobs: Arc<BlobStore>,
}

impl Attached {
    /// What the report names.
    pub(crate) fn photos(&self) -> &[Photo] {
        &self.photos
    }

    pub(crate) fn is_of(&self, blobs: &Arc<BlobStore>) -> bool {
        Arc::ptr_eq(&self.blobs, blobs)
    }

    /// The report is durable.
    pub(crate) fn named(mut self) {
        for blob in std::mem::take(&mut self.waiting) {
            if let Err(error) = self.blobs.named(blob) {
                // The next start finds out that a record names it.
                tracing::warn!(%error, "a photograph keeps its waiting name");
            }
        }
    }

    /// The report was refused, and may be there after a crash all the same.
    pub(crate) fn doubtful(mut self) -> Vec<BlobId> {
        std::mem::take(&mut self.waiting)
    }
}

impl Drop for Attached {
    fn drop(&mut self) {
        give_up(&self.blobs, &self.waiting);
    }
}

/// Removes photographs that no report will name.
pub(crate) fn give_up(blobs: &BlobStore, waiting: &[BlobId]) {
    for blob in waiting {
        if let Err(error) = blobs.erase(*blob) {
            tracing::warn!(%error, "a photograph without a report can't be removed; the next start does it");
        }
    }
}

/// How many, and not which.
impl fmt::Debug for Attached {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Attached({})", self.photos.len())
    }
}

/// A photograph as it goes out.
#[derive(Debug)]
pub struct Still {
    /// What the report says of it.
    pub photo: Photo,
    /// The file.
    pub bytes: Vec<u8>,
}

impl Desk {
    /// Cleans photographs and keeps them durably, for a report of an exercise or of real work that is handed in next.
    pub fn attach(
        &self,
        exercise: Option<&Word>,
        photos: &[impl AsRef<[u8]>],
    ) -> Result<Attached, Failure> {
        self.takes_in()?;
        if photos.len() > PHOTOS_MAX {
            let message =
                format!("a report has at most {PHOTOS_MAX} photographs: choose those that say most");
            return Err(refused("photo.too-many", message));
        }
        let limits = Limits { bytes_max: PHOTO_BYTES_MAX, ..Limits::default() };
        let each = |(at, bytes): (usize, &_)| {
            let bytes: &[u8] = AsRef::as_ref(bytes);
            clean(bytes, &limits).map_err(|fault| Failure::Refused(refusal(at + 1, fault)))
        };
        // INVARIANT: every photograph is clean before a byte of any is written.
        let clean = photos.iter().enumerate().map(each).collect::<Result<Vec<_>, _>>()?;
        let log = self.logs.of_exercise(exercise);
        let blobs = Arc::clone(log.blobs()?);
        let mut attached = Attached { photos: Vec::new(), waiting: Vec::new(), blobs };
        for clean in &clean {
            let blob = attached.blobs.put(&clean.bytes, log.len());
            let blob = blob.map_err(|error| Failure::Unavailable(error.to_string()))?;
            attached.waiting.push(blob.id);
            attached.photos.push(named(&blob, clean));
        }
        Ok(attached)
    }

    /// A photograph of a report, by its number from 1. Report and moderation come from a reader that is bound to the
    /// session which asks.
    pub fn photo(&self, report: &Item, decided: &Moderation, number: usize) -> Result<Still, Failure> {
        let handed_in = report.typed::<Report>().and_then(|report| report.handed_in);
        let photo = handed_in.and_then(|own| own.photos.into_iter().nth(number.checked_sub(1)?));
        // INVARIANT: what was withheld is shown to nobody, and is as good as what is not there.
        let photo =
            photo.filter(|photo| decided.withheld.iter().all(|withheld| withheld.blob != photo.blob));
        let photo = photo.ok_or(Failure::NotThere)?;
        let named = attached(&report.kind, report.body.as_deref().unwrap_or_default());
        let blob =
            named.into_iter().find(|blob| blob.id.to_string() == photo.blob).ok_or(Failure::NotThere)?;
        let log = self.logs.of_exercise(report.exercise.as_ref());
        let bytes = log.blobs()?.get(&blob).map_err(|error| {
            tracing::error!(%error, subject = %report.subject, "a photograph can't be read");
            Failure::Unavailable(
                "the photograph can't be read: tell the operator, who finds it with `kulla verify`".into(),
            )
        })?;
        Ok(Still { photo, bytes })
    }
}

/// Why a photograph is not taken, by its number from 1.
fn refusal(number: usize, fault: Fault) -> Refusal {
    let code = match fault {
        Fault::TooLarge { .. } => "photo.large",
        Fault::Size { .. } => "photo.size",
        Fault::Other(_) => "photo.other",
        Fault::Unusual(_) => "photo.unusual",
        Fault::Unknown => "photo.unknown",
        Fault::CutOff(_) => "photo.cut",
        Fault::Damaged { .. } => "photo.damaged",
    };
    let refusal = Refusal::new(code, format!("photograph {number}: {fault}")).with("number", number);
    match fault {
        Fault::Other(kind) => refusal.with("kind", kind),
        _ => refusal,
    }
}

fn named(blob: &BlobRef, clean: &Clean) -> Photo {
    Photo {
        blob: blob.id.to_string(),
        bytes: blob.bytes,
        commitment: hex(&blob.commitment),
        media: clean.format.media_type().to_owned(),
        width: clean.width,
        height: clean.height,
        turned: clean.turned,
        rest: Default::default(),
    }
}
