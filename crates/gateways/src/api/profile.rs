//! The deployment profile, for whoever has entered.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use kulla_desk::profile::{Area, Hazard, Profile, Shape};
use kulla_record::label::Word;

use super::wire::session::{AgencySeen, GroupSeen, HazardSeen, MunicipalitySeen, ProfileSeen, RoleSeen};
use crate::entered::Entered;
use crate::house::House;
use crate::route::Route;

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get("/profile", "Municipalities, hazards, agencies, groups, roles", profile)
            .gives::<ProfileSeen>(),
    ]
}

async fn profile(State(house): State<Arc<House>>, _: Entered) -> Json<ProfileSeen> {
    Json(seen(house.desk.profile()))
}

fn seen(profile: &Profile) -> ProfileSeen {
    let country = &profile.country;
    let approximate = profile.areas.iter().any(|area| matches!(area.shape, Shape::Approximate { .. }));
    let agency = |agency: &kulla_desk::profile::Agency| AgencySeen {
        code: agency.code.to_string(),
        kind: agency.kind.clone(),
        name: agency.name.clone(),
        short: agency.short.clone(),
    };
    let group = |group: &kulla_desk::profile::Group| GroupSeen {
        code: group.code.to_string(),
        name: group.name.clone(),
        members: group.members.iter().map(Word::to_string).collect(),
    };
    let roles = &profile.people.roles;
    ProfileSeen {
        code: country.code.clone(),
        name: country.name.clone(),
        time_zone: country.time.zone.clone(),
        time_shown_as: country.time.shown_as.clone(),
        languages: country.languages.interface.clone(),
        emergency: country.emergency.first().map(|number| number.number.clone()).unwrap_or_default(),
        municipalities: profile.areas.iter().map(municipality).collect(),
        hazards: profile.hazards.iter().map(hazard).collect(),
        agencies: profile.agencies.iter().map(agency).collect(),
        groups: profile.groups.iter().map(group).collect(),
        roles: roles
            .iter()
            .map(|role| RoleSeen { code: role.code.to_string(), name: role.name.clone() })
            .collect(),
        boundaries: if approximate { "approximate" } else { "imported" }.into(),
        boundaries_note: if approximate { country.areas.note.clone() } else { Default::default() },
    }
}

fn municipality(area: &Area) -> MunicipalitySeen {
    MunicipalitySeen {
        code: area.code.clone(),
        name: area.name.clone(),
        also: area.alternates.clone(),
        seat: [area.seat.lon(), area.seat.lat()],
        population: area.population.counted,
        low: area.population.low,
        high: area.population.high,
        plan: area.population.plan,
        languages: area.languages.clone(),
    }
}

fn hazard(hazard: &Hazard) -> HazardSeen {
    HazardSeen {
        code: hazard.code.clone(),
        oet: hazard.oet.as_ref().map(|term| term.code.clone()),
        category: hazard.category.clone(),
        name: hazard.name.clone(),
        event: hazard.name.clone(),
        headline: hazard.headline.clone(),
        instruction: hazard.instruction.clone(),
        severity: hazard.severity.clone(),
        urgency: hazard.urgency.clone(),
        certainty: hazard.certainty.clone(),
        response: hazard.response.clone(),
    }
}
