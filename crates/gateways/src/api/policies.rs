//! The rules by which the node lets people act, for those who watch over it and those who give out roles.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use kulla_guard::policy::{Effect, Fault, RoleShift, Rule, RuleShift, Shift, Where};
use kulla_guard::{Act, Policies, may_act};
use kulla_record::label::Word;

use super::ask::Ask;
use super::wire::policies::{
    EffectWord, FaultSeen, PoliciesSeen, PoliciesTold, PoliciesTried, RoleTried, RuleSeen, RuleTried,
    ShiftSeen, WhereSeen,
};
use crate::entered::Entered;
use crate::house::House;
use crate::problem::Problem;
use crate::route::Route;
use crate::told::Told;

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get("/policies", "Who may act, by which rules, in words and as text", policies)
            .gives::<PoliciesSeen>(),
        Route::post(
            "/policies/preview",
            "What another text would change, for whom; writes nothing",
            preview,
        )
        .takes::<PoliciesTold>()
        .gives::<PoliciesTried>(),
    ]
}

async fn policies(
    State(house): State<Arc<House>>,
    entered: Entered,
) -> Result<Json<PoliciesSeen>, Problem> {
    house.ask(&entered, |ask| seen(ask).map(Json)).await
}

async fn preview(
    State(house): State<Arc<House>>,
    entered: Entered,
    told: Told<PoliciesTold>,
) -> Result<Json<PoliciesTried>, Problem> {
    house.ask(&entered, move |ask| tried(ask, &told.body.text).map(Json)).await
}

/// Any of three acts opens it; whoever has none is told of the first.
pub(super) fn allowed(ask: &Ask<'_>) -> Result<(), Problem> {
    let may = |act| may_act(ask.session(), &ask.actor.reach, act, &ask.desk.roles());
    let may = may(Act::ReadAccessLog)
        .or_else(|refusal| may(Act::PolicyChange).or_else(|_| may(Act::AdminPeople)).map_err(|_| refusal));
    Ok(may.map_err(kulla_desk::Failure::Forbidden)?)
}

fn seen(ask: &Ask<'_>) -> Result<PoliciesSeen, Problem> {
    allowed(ask)?;
    let acting = ask.desk.acting();
    let policies = &acting.policies;
    let acts = |role: &Word| policies.acts(role).iter().map(|act| act.word().to_owned()).collect();
    Ok(PoliciesSeen {
        text: policies.text().to_owned(),
        hash: policies.hash().to_owned(),
        since: acting.since,
        on_record: acting.on_record,
        may_change: super::policy_changes::may_propose(ask),
        waiting: super::policy_changes::waiting(ask)?,
        rules: policies.rules().iter().map(rule).collect(),
        roles: policies.roles().map(|role| (role.to_string(), acts(role))).collect(),
    })
}

fn rule(rule: &Rule) -> RuleSeen {
    RuleSeen {
        id: rule.id.to_string(),
        effect: match rule.effect {
            Effect::Permit => EffectWord::Permit,
            Effect::Forbid => EffectWord::Forbid,
        },
        words: rule.words.clone(),
        line: rule.line,
        text: rule.text.clone(),
    }
}

fn tried(ask: &Ask<'_>, text: &str) -> Result<PoliciesTried, Problem> {
    allowed(ask)?;
    Ok(ask.house.tried.of(&ask.desk.roles(), text))
}

/// What a text would change where another stands. One that can't be gone by says what is wrong with it.
pub(super) fn against(now: &Policies, text: &str) -> PoliciesTried {
    let next = match Policies::read(text, now.known().clone()) {
        Ok(next) => next,
        Err(faults) => {
            let faults = faults.0.into_iter().map(fault).collect();
            return PoliciesTried { faults, ..PoliciesTried::default() };
        }
    };
    let all = now.known().agencies.len();
    PoliciesTried {
        hash: Some(next.hash().to_owned()),
        faults: Vec::new(),
        rules: next.rules_against(now).into_iter().map(rule_tried).collect(),
        roles: next.shifts_against(now).into_iter().map(|shift| role_tried(shift, all)).collect(),
    }
}

fn fault(Fault { line, rule, problem }: Fault) -> FaultSeen {
    FaultSeen { line, rule, problem }
}

fn rule_tried(shift: RuleShift<'_>) -> RuleTried {
    let (before, after) = match shift {
        RuleShift::Added(after) => (None, Some(after)),
        RuleShift::Removed(before) => (Some(before), None),
        RuleShift::Changed(before, after) => (Some(before), Some(after)),
    };
    RuleTried { before: before.map(rule), after: after.map(rule) }
}

fn role_tried(RoleShift { role, agencies, shifts }: RoleShift, all: usize) -> RoleTried {
    let agencies = if agencies.len() == all { Default::default() } else { agencies };
    RoleTried {
        role: role.to_string(),
        agencies: agencies.iter().map(Word::to_string).collect(),
        shifts: shifts.into_iter().map(shift_seen).collect(),
    }
}

fn shift_seen(Shift { act, gains, loses }: Shift) -> ShiftSeen {
    ShiftSeen { act: act.word().to_owned(), gains: gains.map(place), loses: loses.map(place) }
}

fn place(Where { assurance, entered, exercise, purposes }: Where) -> WhereSeen {
    let entered = entered.into_iter().map(str::to_owned).collect();
    WhereSeen { assurance, entered, exercise, purposes }
}
