//! `/report` and `/report/status`: reporting without an app, a map, a script or an account.
//!
//! First what it is, as links; then one form for it. A municipality and a landmark stand for the point on a map that an
//! old telephone does not have. What comes back is the code, to write down on paper.

use std::sync::Arc;

use axum::extract::{Query, Request, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use kulla_desk::profile::{Service, in_language};
use kulla_desk::{ADDED_CHARS_MAX, Failure, FeedbackCode, PHOTOS_MAX, Told};
use kulla_open311::{Field, parse_form};
use maud::{Markup, html};
use serde::Deserialize;

use super::pace::Caller;
use super::submit::{self, Refused, Taken, field};
use super::{counted, shown};
use crate::house::House;
use crate::problem::Problem;
use crate::public::page::{self, Frame, Kept};
use crate::public::speak;
use crate::public::stage::Stage;
use crate::route::Route;
use crate::words::{Args, PAGE_LANGS};

pub(super) fn routes() -> Vec<Route> {
    let (page, form) = ("text/html", "application/x-www-form-urlencoded");
    vec![
        Route::get("/report", "What can be reported, and the form for it, as pages", ask)
            .query(&["service", "lang"])
            .gives_bytes(page),
        Route::post("/report", "Hands a report in from a page", send)
            .takes_bytes("multipart/form-data")
            .gives_bytes(page),
        Route::get("/report/status", "The page on which a code is entered", enter)
            .query(&["lang"])
            .gives_bytes(page),
        Route::post("/report/status", "How the report of a code stands, as a page", told)
            .takes_bytes(form)
            .gives_bytes(page),
    ]
}

#[derive(Deserialize)]
struct Asked {
    service: Option<String>,
    lang: Option<String>,
}

/// One page of one reader.
struct View<'a> {
    house: &'a House,
    stage: &'a Stage,
    lang: &'static str,
}

impl View<'_> {
    fn say(&self, id: &str) -> String {
        self.house.words.plain(self.lang, id)
    }

    fn photos_why(&self) -> String {
        let size = super::upload::UPLOAD_BYTES_MAX >> 20;
        let args = Args::new().with("max", PHOTOS_MAX).with("size", size);
        self.house.words.say(self.lang, "handing-photos-why", &args)
    }

    /// The whole page; `path` is where it stands in other languages.
    fn page(&self, title: &str, path: &str, inside: &Markup) -> Markup {
        let joint = if path.contains('?') { '&' } else { '?' };
        let there = |lang: &str| (lang.to_owned(), format!("{}{path}{joint}lang={lang}", self.stage.base));
        let langs = PAGE_LANGS.map(there).to_vec();
        let frame = Frame {
            lang: self.lang,
            title: title.to_owned(),
            exercise: self.stage.exercise.as_ref(),
            public: true,
            langs,
        };
        let heading = page::marked(self.house, &frame, title);
        let inside = html! {
            div.w.f {
                p.state { (self.say("handing-call-first")) }
                h1 { (heading) }
                (inside)
            }
        };
        page::frame(self.house, &frame, &inside)
    }

    fn href(&self, path: &str) -> String {
        let joint = if path.contains('?') { '&' } else { '?' };
        format!("{}{path}{joint}lang={}", self.stage.base, self.lang)
    }

    fn footer(&self) -> Markup {
        html! {
            footer { ul {
                li { a href=(self.href("/report")) { (self.say("handing-title")) } }
                li { a href=(self.href("/report/status")) { (self.say("handing-status-title")) } }
                li { a href=(self.href("/")) { (self.say("back")) } }
            } }
        }
    }

    fn choice(&self) -> Markup {
        let services = &self.house.desk.profile().services;
        let mut groups: Vec<&str> = Vec::new();
        for service in services {
            let group = in_language(&service.group, self.lang);
            if !groups.contains(&group) {
                groups.push(group);
            }
        }
        let inside = html! {
            p { (self.say("handing-what")) }
            @for group in groups {
                h2.s { (group) }
                ul.pick {
                    @for service in services.iter().filter(|one| in_language(&one.group, self.lang) == group) {
                        li {
                            a href=(self.href(&format!("/report?service={}", service.code))) { (in_language(&service.name, self.lang)) }
                            div { (in_language(&service.description, self.lang)) }
                        }
                    }
                }
            }
            (self.footer())
        };
        self.page(&self.say("handing-title"), "/report", &inside)
    }

    /// The form; `wrong` says what to mend, and `before` is what was typed.
    fn form(&self, service: &Service, wrong: &[String], before: &[Field<'_>]) -> Markup {
        let typed = |name: &str| field(before, name);
        let inside = html! {
            p { (in_language(&service.description, self.lang)) }
            @if !wrong.is_empty() {
                div.state role="alert" { @for one in wrong { p { (one) } } }
            }
            form method="post" action={ (self.stage.base) "/report" } enctype="multipart/form-data" {
                input type="hidden" name="service_code" value=(service.code);
                input type="hidden" name="lang" value=(self.lang);
                @for question in &service.question {
                    fieldset {
                        legend { (in_language(&question.text, self.lang)) }
                        @let name = format!("attribute[{}]", question.code);
                        @for answer in &question.answer {
                            label {
                                input type=(if question.several { "checkbox" } else { "radio" }) name=(name)
                                    value=(answer.key) checked[typed(&name) == answer.key.as_str()];
                                " " (in_language(&answer.text, self.lang))
                            }
                        }
                    }
                }
                label for="d" { (self.say("handing-words")) }
                textarea id="d" name="description" rows="5" maxlength="4000" { (typed("description")) }
                label for="m" { (self.say("handing-municipality")) }
                select id="m" name="address_id" {
                    option value="" { "—" }
                    @for area in &self.house.desk.profile().areas {
                        option value=(area.code) selected[typed("address_id") == area.code] { (in_language(&area.name, self.lang)) }
                    }
                }
                label for="a" { (self.say("handing-landmark")) }
                input id="a" name="address_string" maxlength="1000" value=(typed("address_string"));
                label for="p" { (self.say("handing-photos")) }
                // Not `capture`: who has a photograph already chooses it, who has none is offered the camera.
                input id="p" name="media" type="file" accept="image/jpeg,image/png" multiple aria-describedby="pw";
                p id="pw" { (self.photos_why()) }
                fieldset {
                    legend { (self.say("handing-contact")) }
                    p { (self.say("handing-contact-why")) }
                    label for="n" { (self.say("handing-name")) }
                    input id="n" name="first_name" maxlength="200" autocomplete="name" value=(typed("first_name"));
                    label for="t" { (self.say("handing-phone")) }
                    input id="t" name="phone" type="tel" maxlength="40" autocomplete="tel" value=(typed("phone"));
                }
                p { button { (self.say("handing-send")) } }
            }
            (self.footer())
        };
        let path = format!("/report?service={}", service.code);
        self.page(in_language(&service.name, self.lang), &path, &inside)
    }

    /// What is wrong, and that a browser forgets the files that were chosen.
    fn again(&self, mut wrong: Vec<String>, chosen: bool) -> Vec<String> {
        if chosen {
            wrong.push(self.say("handing-photos-again"));
        }
        wrong
    }

    fn thanks(&self, taken: &Taken) -> Markup {
        let inside = html! {
            p { (self.say("handing-keep-code")) }
            p.code { (taken.code.to_string()) }
            p { (self.say("handing-number")) " " (taken.number) }
            @if taken.photos > 0 {
                p { (self.house.words.say(self.lang, "handing-photos-kept", &Args::new().with("count", taken.photos))) }
            }
            (self.footer())
        };
        self.page(&self.say("handing-thanks"), "/report", &inside)
    }

    fn code_form(&self, wrong: Option<&str>) -> Markup {
        let inside = html! {
            @if let Some(wrong) = wrong { div.state role="alert" { p { (wrong) } } }
            form method="post" action={ (self.stage.base) "/report/status" } {
                input type="hidden" name="lang" value=(self.lang);
                label for="c" { (self.say("handing-code")) }
                input id="c" name="token" maxlength="64" autocomplete="off" autocapitalize="characters" spellcheck="false";
                p { button { (self.say("handing-look")) } }
            }
            (self.footer())
        };
        self.page(&self.say("handing-status-title"), "/report/status", &inside)
    }

    fn standing(&self, told: &Told, code: &FeedbackCode) -> Markup {
        let profile = self.house.desk.profile();
        let zone = jiff::tz::TimeZone::get(&profile.country.time.zone).unwrap_or(jiff::tz::TimeZone::UTC);
        let at = |when| self.house.words.moment(self.lang, when, &zone);
        let service = profile.service(&told.service).map(|own| in_language(&own.name, self.lang));
        let inside = html! {
            p { b { (told.number) } @if let Some(service) = service { ", " (service) } ", " (at(told.made)) }
            p.state { (self.say(shown::progress_words(told.progress))) }
            @if !told.answer.is_empty() {
                h2.s { (self.say("handing-answer")) }
                p.said { (told.answer) }
                @if let Some(when) = told.answered { p.upd { (at(when)) } }
            }
            @if told.published { p { (self.say("handing-published")) } }
            @if told.added > 0 {
                p { (self.house.words.say(self.lang, "handing-lines", &Args::new().with("count", told.added))) }
            }
            form method="post" action={ (self.stage.base) "/report/status" } {
                input type="hidden" name="lang" value=(self.lang);
                input type="hidden" name="token" value=(code.to_string());
                label for="l" { (self.say("handing-add")) }
                textarea id="l" name="line" rows="3" maxlength=(ADDED_CHARS_MAX) {}
                p { button { (self.say("handing-add-send")) } }
            }
            (self.footer())
        };
        self.page(&self.say("handing-status-title"), "/report/status", &inside)
    }
}

async fn ask(
    State(house): State<Arc<House>>,
    stage: Stage,
    Query(asked): Query<Asked>,
    headers: HeaderMap,
) -> Response {
    let view = View { house: &house, stage: &stage, lang: speak::choose(asked.lang.as_deref(), &headers) };
    let chosen = asked.service.as_deref().and_then(|code| house.desk.profile().service(code));
    let page = match chosen {
        Some(service) => view.form(service, &[], &[]),
        None => view.choice(),
    };
    crate::public::written(page).answer(&headers)
}

async fn enter(
    State(house): State<Arc<House>>,
    stage: Stage,
    Query(asked): Query<Asked>,
    headers: HeaderMap,
) -> Response {
    let view = View { house: &house, stage: &stage, lang: speak::choose(asked.lang.as_deref(), &headers) };
    page::answer(StatusCode::OK, view.code_form(None), Kept::Never)
}

async fn send(
    State(house): State<Arc<House>>,
    stage: Stage,
    headers: HeaderMap,
    caller: Caller,
    request: Request,
) -> Response {
    if let Err(wait_s) = house.window.gates.reports.pass(caller, house.now_ms()) {
        counted(&house, "limited");
        return too_many(wait_s);
    }
    let form = match submit::form(&house, caller, request).await {
        Ok(form) => form,
        Err(refused) => return not_taken(&house, &stage, &headers, &[], refused),
    };
    let fields = form.fields.clone();
    let of = |name: &str| field(&fields, name);
    let view = View { house: &house, stage: &stage, lang: speak::choose(Some(of("lang")), &headers) };
    let Some(service) = house.desk.profile().service(of("service_code")) else {
        return page::answer(StatusCode::NOT_FOUND, view.choice(), Kept::Never);
    };
    let chosen = !form.photos.is_empty();
    let missing: Vec<String> = [
        ("handing-words-missing", of("description").is_empty()),
        ("handing-place-missing", of("address_id").is_empty() && of("address_string").is_empty()),
    ]
    .into_iter()
    .filter(|(_, missing)| *missing)
    .map(|(id, _)| view.say(id))
    .collect();
    if !missing.is_empty() {
        let wrong = view.again(missing, chosen);
        return page::answer(StatusCode::BAD_REQUEST, view.form(service, &wrong, &fields), Kept::Never);
    }
    match submit::take_form(&house, stage.exercise.clone(), form).await {
        Ok(taken) => page::answer(StatusCode::OK, view.thanks(&taken), Kept::Never),
        Err(refused) => not_taken(&house, &stage, &headers, &fields, refused),
    }
}

/// The form once more, with what is wrong above it and with what was typed in it.
fn not_taken(
    house: &House,
    stage: &Stage,
    headers: &HeaderMap,
    fields: &[Field<'_>],
    refused: Refused,
) -> Response {
    let (wrong, status, wait_s, fields) = match refused {
        Refused::Node(problem) => return problem.into_response(),
        Refused::Form(errors) if fields.is_empty() => {
            return Problem::malformed(errors.to_string()).into_response();
        }
        Refused::Form(errors) => {
            let wrong: Vec<String> = errors.0.into_iter().map(|error| error.description).collect();
            (Ok(wrong), StatusCode::BAD_REQUEST, None, fields.to_vec())
        }
        Refused::Photos(unread) => {
            let (status, wait_s) = (unread.wrong.status, unread.wrong.wait_s);
            (Err(unread.wrong), status, wait_s, unread.fields)
        }
    };
    counted(house, "refused");
    let of = |name: &str| field(&fields, name);
    let view = View { house, stage, lang: speak::choose(Some(of("lang")), headers) };
    let wrong = match wrong {
        Ok(form) => form,
        Err(photos) => view.again(vec![photos.say(house, view.lang)], true),
    };
    let page = match house.desk.profile().service(of("service_code")) {
        Some(service) => view.form(service, &wrong, &fields),
        None => view.choice(),
    };
    let mut answer = page::answer(status, page, Kept::Never);
    super::again_after(&mut answer, wait_s);
    answer
}

async fn told(
    State(house): State<Arc<House>>,
    stage: Stage,
    headers: HeaderMap,
    caller: Caller,
    request: Request,
) -> Response {
    if let Err(wait_s) = house.window.gates.codes.pass(caller, house.now_ms()) {
        return too_many(wait_s);
    }
    let bytes = match submit::bytes(request).await {
        Ok(bytes) => bytes,
        Err(errors) => return Problem::malformed(errors.to_string()).into_response(),
    };
    let exercise = stage.exercise.clone();
    let answered = house.ask_public(exercise, move |house, _| {
        let fields = parse_form(&bytes).map_err(|errors| Problem::malformed(errors.to_string()))?;
        let of = |name: &str| field(&fields, name);
        let view = View { house, stage: &stage, lang: speak::choose(Some(of("lang")), &headers) };
        Ok(behind(&view, of("token"), of("line")))
    });
    answered.await.unwrap_or_else(Problem::into_response)
}

/// The page of a code. INVARIANT: a code that is wrong and one that nobody has are the same bytes.
fn behind(view: &View<'_>, token: &str, line: &str) -> Response {
    let (desk, exercise) = (&view.house.desk, view.stage.exercise.as_ref());
    let code = FeedbackCode::read(token).ok_or(Failure::NotThere);
    let told = code.and_then(|code| {
        if !line.is_empty() {
            desk.add_line(&code, exercise, line)?;
        }
        desk.told_by_code(&code, exercise).map(|told| (told, code))
    });
    match told {
        Ok((told, code)) => page::answer(StatusCode::OK, view.standing(&told, &code), Kept::Never),
        Err(Failure::NotThere) => {
            let wrong = view.say("handing-code-wrong");
            page::answer(StatusCode::NOT_FOUND, view.code_form(Some(&wrong)), Kept::Never)
        }
        Err(Failure::Refused(refusal)) => {
            page::answer(StatusCode::BAD_REQUEST, view.code_form(Some(&refusal.message)), Kept::Never)
        }
        Err(failure) => Problem::from(failure).into_response(),
    }
}

fn too_many(wait_s: u64) -> Response {
    let detail = format!(
        "too much came from this address, or from all together: try again in {wait_s} s. If somebody is in danger, call 112"
    );
    let mut answer = Problem::new(StatusCode::TOO_MANY_REQUESTS, "report.too-many", detail).into_response();
    answer.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(wait_s));
    answer
}
