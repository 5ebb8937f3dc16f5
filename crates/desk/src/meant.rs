//! Whether a CAP message is meant for the exercise, or for the operation, that it came into.
//!
//! Real emergencies have been caused by a test that escaped, and real warnings have been lost among tests. So a message is
//! taken in where it says it belongs, and waits in quarantine with the reason everywhere else.
//!
//! | `status` | outside exercises | in exercise X |
//! |---|---|---|
//! | Actual | taken in | on an exercise-only node: taken in, as a replay; beside an operation: quarantined |
//! | Exercise | quarantined | taken in when its `note` names X (CAP 1.2 §3.2.1: `note` holds the exercise) |
//! | Test, System, Draft | quarantined | quarantined |

use kulla_cap::Status;
use kulla_record::label::Word;

/// Where a message came in.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Occasion<'a> {
    /// The exercise of the session; `None` outside.
    pub exercise: Option<&'a Word>,
    /// Whether the node has an operation beside its exercises.
    pub operational: bool,
}

impl Occasion<'_> {
    /// Why a message is not meant for it, in words; `None` when it is.
    pub fn refusal(self, status: Status, note: Option<&str>) -> Option<String> {
        match (status, self.exercise) {
            (Status::Actual, None) => None,
            (_, None) => Some(format!(
                "its status is `{status}`, and this session is in no exercise: only `Actual` is taken in"
            )),
            (Status::Actual, Some(exercise)) if self.operational => Some(format!(
                "its status is `Actual`, and this session is in exercise `{exercise}`: if it is real, bring it in outside of \
                 the exercise; for a replay, write `Exercise` and the name of the exercise in its `note`"
            )),
            (Status::Actual, Some(_)) => None,
            (Status::Exercise, Some(exercise)) if names(note.unwrap_or_default(), exercise) => None,
            (Status::Exercise, Some(exercise)) => Some(format!(
                "it belongs to another exercise, or does not say to which: the name of this one, `{exercise}`, does not stand in \
                 its `note`"
            )),
            (_, Some(_)) => Some(format!(
                "its status is `{status}`: into an exercise `Exercise` is taken in, with its name in the `note`"
            )),
        }
    }
}

/// Whether a note holds the name of an exercise as a word.
fn names(note: &str, exercise: &Word) -> bool {
    let of_a_name = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.');
    note.split(|c: char| !of_a_name(c))
        .any(|word| word.trim_matches('.').eq_ignore_ascii_case(exercise.as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn taken(exercise: Option<&str>, operational: bool, status: Status, note: Option<&str>) -> bool {
        let exercise = exercise.map(|name| Word::new(name).unwrap());
        Occasion { exercise: exercise.as_ref(), operational }.refusal(status, note).is_none()
    }

    #[test]
    fn outside_exercises_only_what_is_meant_is_taken_in() {
        assert!(taken(None, true, Status::Actual, None));
        for status in [Status::Exercise, Status::Test, Status::System, Status::Draft] {
            assert!(!taken(None, true, status, Some("drini")), "{status}");
        }
    }

    #[test]
    fn into_an_exercise_comes_what_names_it_and_nothing_of_another() {
        let into = |status, note| taken(Some("drini-flood"), true, status, note);
        for note in ["drini-flood", "USHTRIM / VEŽBA / EXERCISE: Drini-Flood.", "try, drini-flood"] {
            assert!(into(Status::Exercise, Some(note)), "{note}");
        }
        for note in [None, Some(""), Some("drini"), Some("drini-flood-2"), Some("Drini 2026")] {
            assert!(!into(Status::Exercise, note), "{note:?}");
        }
        for status in [Status::Test, Status::System, Status::Draft] {
            assert!(!into(status, Some("drini-flood")), "{status}");
        }
    }

    #[test]
    fn what_is_real_goes_into_an_exercise_only_where_there_is_no_operation_to_miss_it() {
        assert!(taken(Some("drini"), false, Status::Actual, None));
        assert!(!taken(Some("drini"), true, Status::Actual, Some("drini")));
    }
}
