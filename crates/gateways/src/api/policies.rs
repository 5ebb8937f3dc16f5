//! The rules by which the node lets people act, for those who watch over it and those who give out roles.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use kulla_guard::policy::{Effect, Rule};
use kulla_guard::{Act, may_act};
use kulla_record::label::Word;

use super::ask::Ask;
use super::wire::policies::{EffectWord, PoliciesSeen, RuleSeen};
use crate::entered::Entered;
use crate::house::House;
use crate::problem::Problem;
use crate::route::Route;

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get("/policies", "Who may act, by which rules, in words and as text", policies)
            .gives::<PoliciesSeen>(),
    ]
}

async fn policies(
    State(house): State<Arc<House>>,
    entered: Entered,
) -> Result<Json<PoliciesSeen>, Problem> {
    house.ask(&entered, |ask| seen(ask).map(Json)).await
}

/// Either of two acts opens it; whoever has neither is told of the first.
fn allowed(ask: &Ask<'_>) -> Result<(), Problem> {
    let may = |act| may_act(ask.session(), &ask.actor.reach, act, ask.desk.roles());
    let may = may(Act::ReadAccessLog).or_else(|refusal| may(Act::AdminPeople).map_err(|_| refusal));
    Ok(may.map_err(kulla_desk::Failure::Forbidden)?)
}

fn seen(ask: &Ask<'_>) -> Result<PoliciesSeen, Problem> {
    allowed(ask)?;
    let policies = ask.desk.roles();
    let acts = |role: &Word| policies.acts(role).iter().map(|act| act.word().to_owned()).collect();
    Ok(PoliciesSeen {
        text: policies.text().to_owned(),
        hash: policies.hash().to_owned(),
        since: ask.desk.acting_since(),
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
