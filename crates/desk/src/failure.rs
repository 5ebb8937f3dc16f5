//! Why a command was not carried out, in the few kinds that a door has to tell apart.

use kulla_picture::PictureError;
use kulla_record::RecordId;
use kulla_record::decision::Refusal;

/// A command was not carried out. Nothing was written.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// The session may not do this.
    #[error("{0}")]
    Forbidden(Refusal),
    /// There is no such thing, or none that the session may read: the answer is the same.
    #[error("there is nothing here that you may read")]
    NotThere,
    /// Somebody else wrote a newer version; the session may read it.
    #[error("somebody has changed this in the meantime: look at the newest version and decide again")]
    Conflict {
        /// The newest versions.
        heads: Vec<RecordId>,
    },
    /// A rule of the story said no.
    #[error("{0}")]
    Refused(#[from] Refusal),
    /// The node can't write now; what to do stands in the text.
    #[error("nothing can be written now: {0}")]
    Unavailable(String),
    /// The picture is so far behind that what machines bring has to wait.
    #[error("the node shows what came in {} s late: send this again later", .lag_ms / 1000)]
    Behind {
        /// How far, in milliseconds.
        lag_ms: u64,
    },
    /// The picture can't be read.
    #[error(transparent)]
    Picture(#[from] PictureError),
}

/// A refusal of the desk's own.
pub(crate) fn refused(code: &'static str, message: impl Into<String>) -> Failure {
    Failure::Refused(Refusal::new(code, message))
}
