//! Erasing on purpose: on record first, then gone from the log, the picture, and every search.
//!
//! Before its date of retention content goes only when two persons say so, and a legal hold stops everything.
//! Whoever orders it holds a role for it and wrote none of what goes: nobody makes their own words unsaid.
//! The order matters: the `erasure` record is durable before a byte is touched, so that a crash in between is
//! finished at the next start and never looks like tampering.

use std::collections::BTreeSet;

use kulla_guard::{Act, holds};
use kulla_log::BlobId;
use kulla_log::blob::attached;
use kulla_picture::{Filter, Item, PictureError, Reader, fold};
use kulla_record::kind::Body;
use kulla_record::kind::governance::{Erasure, Hold};
use kulla_record::{Draft, Kind, LogId, PrincipalId, RecordId, SubjectId};

use crate::failure::refused;
use crate::{Composer, Desk, Failure};

/// Records that one order names.
pub const ORDER_RECORDS_MAX: usize = 1_000;

/// What can't be erased: without it the log could not be proved, opened, read by the right people, or held to
/// account. Erasing an erasure would make every body that it explains look tampered with.
pub const LASTING_KINDS: [Kind; 8] = [
    Kind::ERASURE,
    Kind::KEY,
    Kind::LABEL,
    Kind::HOLD,
    Kind::ACCESS,
    Kind::DECISION,
    Kind::POLICY,
    Kind::POLICY_CHANGE,
];

/// An order to erase.
#[derive(Debug, Clone)]
pub struct ErasureOrder {
    /// The versions whose bodies go.
    pub records: Vec<RecordId>,
    /// Who orders it.
    pub by: PrincipalId,
    /// The second person, needed before the date of retention.
    pub second: Option<PrincipalId>,
    /// Why.
    pub reason: String,
    /// The legal basis.
    pub basis: String,
}

/// What goes with these records: attachments that no other version of the same subjects names. A blob is named by
/// versions of one subject only.
pub fn attachments_going(reader: &Reader, records: &[RecordId]) -> Result<Vec<BlobId>, PictureError> {
    let named = |item: &Item| attached(&item.kind, item.body.as_deref().unwrap_or_default());
    let (mut going, mut staying) = (BTreeSet::new(), BTreeSet::new());
    for id in records {
        let Some(item) = reader.version(*id)? else { continue };
        let blobs = named(&item);
        if blobs.is_empty() {
            continue;
        }
        going.extend(blobs.iter().map(|blob| blob.id));
        let others = reader.history(item.subject)?;
        let others = others.iter().filter(|other| !records.contains(&other.version));
        staying.extend(others.flat_map(named).map(|blob| blob.id));
    }
    Ok(going.difference(&staying).copied().collect())
}

impl Desk {
    /// Where every version of these subjects stands, and the labels that they carry, in the order of the log.
    /// For the operator, who exports with proofs; never for a session.
    pub fn places(&self, subjects: &[SubjectId]) -> Result<Vec<(LogId, u64)>, Failure> {
        let mut places = Vec::new();
        for subject in subjects {
            for item in self.keeper.reader().history(*subject)? {
                places.extend(self.keeper.place_of(item.version)?);
                places.extend(self.keeper.place_of(RecordId(item.label_id.0))?);
            }
        }
        places.sort_unstable();
        places.dedup();
        Ok(places)
    }

    /// Carries out an order. Gives how many bodies are gone.
    pub fn erase(&self, order: &ErasureOrder) -> Result<usize, Failure> {
        if order.reason.trim().is_empty() || order.basis.trim().is_empty() {
            return Err(refused("erase.reason", "an erasure needs a reason and a legal basis"));
        }
        if order.records.is_empty() || order.records.len() > ORDER_RECORDS_MAX {
            return Err(refused(
                "erase.records",
                format!("an order names 1 to {ORDER_RECORDS_MAX} records"),
            ));
        }
        let mut found = Vec::new();
        for id in &order.records {
            let item = self.keeper.reader().version(*id)?.ok_or(Failure::NotThere)?;
            let place = self.keeper.place_of(*id)?.ok_or(Failure::NotThere)?;
            found.push((item, place));
        }
        if let Some((item, _)) = found.iter().find(|(item, _)| LASTING_KINDS.contains(&item.kind)) {
            return Err(refused(
                "erase.kind",
                format!(
                    "`{}` is of kind `{}`, which the proofs of the log need: it stays",
                    item.version, item.kind
                ),
            ));
        }
        let subjects: Vec<SubjectId> = found.iter().map(|(item, _)| item.subject).collect();
        let _turn = self.turns.take(&self.picture, subjects.clone())?;
        self.not_held(&subjects)?;
        self.may_order(order, &subjects)?;
        self.two_persons(order, found.iter().map(|(item, _)| item))?;
        let mut logs: Vec<LogId> = found.iter().map(|(_, (log, _))| *log).collect();
        logs.sort_unstable();
        logs.dedup();
        for log in logs {
            let places: Vec<(u64, RecordId)> = found
                .iter()
                .filter(|(_, (of, _))| *of == log)
                .map(|(item, (_, seq))| (*seq, item.version))
                .collect();
            self.erase_in(log, order, &places)?;
        }
        Ok(found.len())
    }

    fn erase_in(
        &self,
        log: LogId,
        order: &ErasureOrder,
        places: &[(u64, RecordId)],
    ) -> Result<(), Failure> {
        let node_log = self.logs.by_id(log).ok_or(Failure::NotThere)?;
        let agency = self.directory().agency_of(order.by).cloned();
        let agency =
            agency.ok_or_else(|| refused("erase.person", "whoever orders an erasure needs a grant"))?;
        let composer = Composer {
            profile: self.profile(),
            epochs: self.logs.epochs(),
            agency: &agency,
            assignee: None,
            today: self.today(),
        };
        let label = composer.default_for(&Kind::ERASURE)?;
        let body = Erasure {
            log,
            records: places.iter().map(|(_, id)| *id).collect(),
            by: order.by,
            second: order.second,
            reason: order.reason.clone(),
            basis: order.basis.clone(),
            rest: Default::default(),
        };
        let mut drafts = Vec::new();
        let label = self.intern(node_log, &label, &mut drafts)?;
        let id = self.new_id();
        drafts.push(Draft {
            id,
            kind: Kind::ERASURE,
            subject: id.into(),
            replaces: Vec::new(),
            at: self.tick_clock(),
            author: order.by,
            label,
            salt: self.entropy.bytes(),
            body: body.json(),
        });
        let going = attachments_going(&self.keeper.reader(), &body.records)?;
        // INVARIANT: durable before a byte is touched.
        self.append(node_log, drafts)?;
        // INVARIANT: what a body attaches is gone before the body, which is what says that it has to go.
        for blob in going {
            node_log.blobs()?.erase(blob).map_err(|error| Failure::Unavailable(error.to_string()))?;
        }
        node_log.erase(places)?;
        Ok(self.picture.erase(&body.records)?)
    }

    /// Every erasure on record, for the operator, who orders them again after an older copy was restored.
    pub fn erasures(&self) -> Result<Vec<Erasure>, Failure> {
        Ok(self.items_of(Kind::ERASURE, Filter::default())?.iter().filter_map(Item::typed).collect())
    }

    /// Carries out anew what was erased elsewhere, as far as the records are here and still have a body. Gives how
    /// many bodies are gone now.
    pub fn erase_again(&self, elsewhere: &Erasure) -> Result<usize, Failure> {
        let mut records = Vec::new();
        for id in &elsewhere.records {
            let item = self.keeper.reader().version(*id)?;
            records.extend(item.filter(|item| item.body.is_some()).map(|item| item.version));
        }
        if records.is_empty() {
            return Ok(0);
        }
        self.erase(&ErasureOrder {
            records,
            by: elsewhere.by,
            second: elsewhere.second,
            reason: elsewhere.reason.clone(),
            basis: elsewhere.basis.clone(),
        })
    }

    /// The newest versions of a subject as the picture has them. For the operator, who proves a copy; never for a
    /// session.
    pub fn heads_for_proof(&self, subject: SubjectId) -> Result<Vec<RecordId>, Failure> {
        Ok(self.keeper.reader().heads(subject)?.into_iter().map(|item| item.version).collect())
    }

    /// Subjects on which a legal hold stands: nothing of them is erased or pruned.
    pub fn held(&self) -> Result<BTreeSet<SubjectId>, Failure> {
        let holds = self.holds()?;
        Ok(holds.into_iter().flat_map(|hold| hold.subjects).collect())
    }

    fn not_held(&self, subjects: &[SubjectId]) -> Result<(), Failure> {
        let holds = self.holds()?;
        match holds.iter().find(|hold| hold.subjects.iter().any(|held| subjects.contains(held))) {
            None => Ok(()),
            Some(hold) => Err(refused(
                "erase.held",
                format!("a legal hold stands on it, on the order of `{}`", hold.order),
            )),
        }
    }

    fn holds(&self) -> Result<Vec<Hold>, Failure> {
        let holds = self.items_of(Kind::HOLD, Filter::default())?;
        Ok(holds.iter().filter_map(Item::typed::<Hold>).filter(|hold| !hold.lifted).collect())
    }

    /// Whether each who orders it may: a role that grants it, held now, and no version of it their own.
    fn may_order(&self, order: &ErasureOrder, subjects: &[SubjectId]) -> Result<(), Failure> {
        for person in [Some(order.by), order.second].into_iter().flatten() {
            let directory = self.directory();
            let grant = directory.person(person).map(|person| &person.grant);
            let grant = grant
                .filter(|grant| holds(grant, self.now()) && self.roles().grants(&grant.roles, Act::Erase))
                .ok_or_else(|| {
                    refused(
                        "erase.role",
                        format!("`{person}` holds no role that grants `erase` now: name somebody who does"),
                    )
                })?;
            for subject in subjects {
                let history = self.keeper.reader().history(*subject)?;
                if history.iter().any(|version| version.author == person) {
                    return Err(refused(
                        "erase.own",
                        format!(
                            "`{}` wrote a version of it: somebody who did not has to order this",
                            grant.name
                        ),
                    ));
                }
            }
        }
        Ok(())
    }

    fn two_persons<'a>(
        &self,
        order: &ErasureOrder,
        mut items: impl Iterator<Item = &'a Item>,
    ) -> Result<(), Failure> {
        let Some(second) = order.second else {
            let early = items.any(|item| self.today() < item.label.retain_until);
            return if early {
                Err(refused(
                    "erase.early",
                    "its date of retention has not come: a second person has to order it too",
                ))
            } else {
                Ok(())
            };
        };
        // Two grants may be one person: of two grants under one name we do not believe that they are two.
        let name = |person| {
            let directory = self.directory();
            let name = directory.person(person).map(|person| fold(&person.grant.name));
            name.map(|name| name.split_whitespace().collect::<Vec<_>>().join(" "))
        };
        if second == order.by || name(second) == name(order.by) {
            return Err(refused("erase.same", "the second person has to be somebody else than the first"));
        }
        Ok(())
    }
}
