//! What the log holds of an exercise, gathered for the measured report.
//!
//! Through a reader of a session it is what that session may see; over the whole exercise it is for the
//! operator, who gets figures of agencies and no content.

use kulla_learn::measure::{Material, Story, Version};
use kulla_picture::{Filter, Item, PAGE_ITEMS_MAX, Reader};
use kulla_record::kind::Body;
use kulla_record::kind::lesson::Exercise;
use kulla_record::label::Word;
use kulla_record::{Kind, PrincipalId};

use crate::{Desk, Failure};

/// Subjects of one kind that are measured; of more, the newest.
pub const MEASURED_SUBJECTS_MAX: usize = 20_000;

impl Desk {
    /// Gathers the exercise of this name as the reader sees it.
    pub fn material(&self, reader: &Reader, exercise: &Word) -> Result<Material, Failure> {
        let gather = Gather { desk: self, reader, exercise };
        let head = reader.head(Exercise::subject(exercise.as_str()))?;
        Ok(Material {
            exercise: head.and_then(|item| item.typed()),
            injects: gather.stories()?,
            signals: gather.signals()?,
            triage: gather.stories()?,
            incidents: gather.stories()?,
            tasks: gather.stories()?,
            drafts: gather.stories()?,
            warnings: gather.stories()?,
        })
    }

    /// The same over everything, whoever may read it: for the operator of the machine.
    pub fn material_of_all(&self, exercise: &Word) -> Result<Material, Failure> {
        self.material(&self.keeper.reader(), exercise)
    }
}

struct Gather<'a> {
    desk: &'a Desk,
    reader: &'a Reader,
    exercise: &'a Word,
}

impl Gather<'_> {
    fn stories<T: Body>(&self) -> Result<Vec<Story<T>>, Failure> {
        let mut stories = Vec::new();
        self.each(vec![T::KIND], |head| {
            let mut history = self.reader.history(head.subject)?;
            history.reverse();
            let versions: Vec<Version<T>> = history
                .iter()
                .filter_map(|item| {
                    Some(Version {
                        at: item.at.timestamp(),
                        agency: self.agency(item.author),
                        body: item.typed()?,
                    })
                })
                .collect();
            if !versions.is_empty() {
                stories.push(Story { subject: head.subject, versions });
            }
            Ok(())
        })?;
        Ok(stories)
    }

    /// Of signals only the first moment counts, and their bodies are large.
    fn signals(&self) -> Result<Vec<Story<()>>, Failure> {
        let mut stories = Vec::new();
        self.each(Kind::SIGNALS.to_vec(), |head| {
            let first = match head.replaces.is_empty() {
                true => head.clone(),
                false => self.reader.history(head.subject)?.pop().unwrap_or_else(|| head.clone()),
            };
            let version = Version { at: first.at.timestamp(), agency: self.agency(first.author), body: () };
            stories.push(Story { subject: head.subject, versions: vec![version] });
            Ok(())
        })?;
        Ok(stories)
    }

    fn each(
        &self,
        kinds: Vec<Kind>,
        mut take: impl FnMut(&Item) -> Result<(), Failure>,
    ) -> Result<(), Failure> {
        let filter = Filter { kinds, ..Filter::default() };
        let (mut after, mut seen) = (None, 0);
        loop {
            let page = self.reader.list(&filter, after.as_deref(), PAGE_ITEMS_MAX)?;
            seen += page.items.len();
            page.items
                .iter()
                .filter(|item| item.exercise.as_ref() == Some(self.exercise))
                .try_for_each(&mut take)?;
            after = page.next;
            if after.is_none() || seen >= MEASURED_SUBJECTS_MAX {
                return Ok(());
            }
        }
    }

    fn agency(&self, author: PrincipalId) -> String {
        self.desk.directory().agency_of(author).map(Word::to_string).unwrap_or_default()
    }
}
