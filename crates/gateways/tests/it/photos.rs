//! Photographs with reports of the public: cleaned at the door, sealed, shown to those who read the report, never public.

use std::path::Path;

use axum::body::Body;
use axum::http::{Request, header};
use futures_util::StreamExt as _;
use kulla_gateways::open311::pace::{Paces, Rate};
use kulla_log::disk::{Disk as _, Mode};
use kulla_open311::{Document as _, Errors, Format};
use kulla_record::kind::governance::Access;
use serde_json::{Value, json};

use crate::memory::ACCESS;
use crate::world::{Answer, Person, World};

const BOUNDARY: &str = "----kulla";

fn segment(marker: u8, content: &[u8]) -> Vec<u8> {
    let length = u16::try_from(content.len() + 2).unwrap().to_be_bytes();
    [&[0xff, marker][..], &length, content].concat()
}

/// A grey picture of 8 × 8 pixels as a telephone writes it: lying on its side, with a place and a name.
pub fn photograph() -> Vec<u8> {
    let mut exif = b"Exif\0\0MM\0*\0\0\0\x08\0\x01".to_vec();
    exif.extend([0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, 6, 0, 0]);
    exif.extend(b"\0\0\0\0SECRET 42.2847 20.6542");
    let huffman = |class: u8| segment(0xc4, &[&[class << 4, 1][..], &[0; 16]].concat());
    let parts = [
        segment(0xe1, &exif),
        segment(0xfe, b"SECRET"),
        segment(0xdb, &[&[0][..], &[1; 64]].concat()),
        segment(0xc0, &[8, 0, 8, 0, 8, 1, 1, 0x11, 0]),
        huffman(0),
        huffman(1),
        segment(0xda, &[1, 1, 0, 0, 63, 0]),
        vec![0x3f, 0xff, 0x00, 0x5a],
    ];
    [&[0xff, 0xd8][..], &parts.concat(), &[0xff, 0xd9], b"SECRET film"].concat()
}

/// A form with files, as a browser sends it.
fn multipart(fields: &[(&str, &str)], files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut body = Vec::new();
    for (name, value) in fields {
        body.extend(
            format!("--{BOUNDARY}\r\ncontent-disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n")
                .bytes(),
        );
    }
    for (name, bytes) in files {
        let file = if bytes.is_empty() { "" } else { "IMG_0042 SECRET.jpg" };
        let head = format!(
            "--{BOUNDARY}\r\ncontent-disposition: form-data; name=\"{name}\"; filename=\"{file}\"\r\n\
             content-type: image/jpeg\r\n\r\n"
        );
        body.extend(head.bytes());
        body.extend(*bytes);
        body.extend(b"\r\n");
    }
    body.extend(format!("--{BOUNDARY}--\r\n").bytes());
    body
}

const REPORT: [(&str, &str); 3] =
    [("service_code", "flooded-road"), ("address_id", "20"), ("description", "Uji te ura")];

async fn sends(world: &World, path: &str, body: impl Into<Vec<u8>>) -> Answer {
    let body: Vec<u8> = body.into();
    let kind = format!("multipart/form-data; boundary={BOUNDARY}");
    let request =
        Request::post(path).header(header::CONTENT_TYPE, kind).header(header::CONTENT_LENGTH, body.len());
    world.send(request, body).await
}

async fn hands_in(world: &World, files: &[(&str, &[u8])]) -> Answer {
    sends(world, "/open311/v2/requests.json", multipart(&REPORT, files)).await
}

async fn only(officer: &Person<'_>) -> (String, Value) {
    let list = officer.get("reports").await.expect(200);
    let subject = list["items"][0]["signal"]["subject"].as_str().unwrap().to_owned();
    let view = officer.get(&format!("reports/{subject}")).await.expect(200);
    (subject, view)
}

/// Every file of photographs, as it lies on the disk.
fn files(world: &World) -> Vec<Vec<u8>> {
    let disk = &world.node.disk;
    let mut all = Vec::new();
    for log in ["ops", "exercise-drini"] {
        for first in 0..=255 {
            let folder = Path::new("/logs").join(log).join("blobs").join(format!("{first:02x}"));
            for name in disk.list(&folder).unwrap() {
                let file = disk.open(&folder.join(name), Mode::Read).unwrap();
                let mut bytes = vec![0; usize::try_from(file.len().unwrap()).unwrap()];
                file.read_at(&mut bytes, 0).unwrap();
                all.push(bytes);
            }
        }
    }
    all
}

fn holds(bytes: &[u8], what: &[u8]) -> bool {
    bytes.windows(what.len()).any(|part| part == what)
}

#[tokio::test]
async fn what_a_telephone_wrote_into_a_photograph_is_in_no_file_and_no_answer() {
    let world = World::drill();
    let photo = photograph();
    hands_in(&world, &[("media", &photo), ("media[]", &photo), ("media", b"")]).await.expect(200);
    let duty = world.person("duty");
    let (subject, view) = only(&duty).await;
    assert_eq!(view["seen"]["photos"], 2, "an empty file is none");
    let seen = &view["photos"][0];
    assert_eq!(
        (&seen["number"], &seen["turned"], &seen["media"]),
        (&json!(1), &json!(6), &json!("image/jpeg"))
    );
    let stored = files(&world);
    assert_eq!(stored.len(), 2);
    for bytes in &stored {
        assert!(!holds(bytes, b"SECRET") && !holds(bytes, &[0xff, 0xd8, 0xff]), "it is clean and sealed");
    }
    let answer = duty.get(&format!("reports/{subject}/photos/2")).await;
    assert_eq!(answer.status.as_u16(), 200);
    assert!(answer.bytes.starts_with(&[0xff, 0xd8, 0xff]) && answer.bytes.ends_with(&[0xff, 0xd9]));
    for secret in [&b"SECRET"[..], b"Exif", b"42.2847"] {
        assert!(!holds(&answer.bytes, secret));
        assert!(!holds(view.to_string().as_bytes(), secret), "nor its name");
    }
    assert_eq!(answer.header("content-type"), "image/jpeg");
    assert_eq!(answer.header("x-content-type-options"), "nosniff");
    assert_eq!(answer.header("cache-control"), "no-store");
    assert!(answer.header("content-security-policy").contains("sandbox"));
    assert_eq!(answer.header("cross-origin-resource-policy"), "same-origin");
    assert_eq!(world.figure("kulla_photos_total{outcome=\"kept\"}").await, 2);
}

#[tokio::test]
async fn a_photograph_is_opened_on_record_by_those_who_read_its_report_and_is_not_there_for_others() {
    let world = World::drill();
    hands_in(&world, &[("media", &photograph())]).await.expect(200);
    let (duty, overseer) = (world.person("duty"), world.person("overseer"));
    let (subject, _) = only(&duty).await;
    let photo = |subject: &str, number: &str| format!("reports/{subject}/photos/{number}");
    let nothing = overseer.get(&photo(&subject.replace(|c: char| c.is_ascii_digit(), "0"), "1")).await;
    assert_eq!(nothing.status.as_u16(), 404);
    for (who, path) in [
        (&overseer, photo(&subject, "1")),
        (&duty, photo(&subject, "2")),
        (&duty, photo(&subject, "0")),
        (&duty, photo(&subject, "x")),
        (&duty, photo(duty.reports("A tree").await["subject"].as_str().unwrap(), "1")),
    ] {
        let answer = who.get(&path).await;
        assert_eq!(
            (answer.status, &answer.bytes, &answer.headers),
            (nothing.status, &nothing.bytes, &nothing.headers),
            "{path}"
        );
    }
    let opened = || {
        let on_record: Vec<Access> = world.node.memory.bodies(ACCESS);
        on_record.iter().filter(|access| access.subject.is_some_and(|of| of.to_string() == subject)).count()
    };
    world.node.hands.forward(60_000);
    duty.get("changes?after=x&wait_s=0").await;
    let before = opened() as u64 + world.figure("kulla_access_waiting").await;
    assert_eq!(duty.get(&photo(&subject, "1")).await.status.as_u16(), 200);
    assert!(opened() as u64 + world.figure("kulla_access_waiting").await > before, "it is on record");
    let none = world.get(&format!("/api/v1/{}", photo(&subject, "1"))).await;
    assert_eq!(none.status.as_u16(), 401);
}

#[tokio::test]
async fn a_photograph_is_never_public_and_a_withheld_one_is_shown_to_nobody_with_a_reason_on_record() {
    let world = World::drill();
    hands_in(&world, &[("media", &photograph()), ("media", &photograph())]).await.expect(200);
    let (duty, prizren) = (world.person("duty"), world.person("prizren"));
    let (subject, view) = only(&duty).await;
    let path = |step: &str| format!("reports/{subject}/{step}");
    let words = json!({ "head": view["seen"]["head"], "words": "Water.", "lang": "en" });
    let view = duty.post(&path("publish"), words).await.expect(200);
    assert!(view["notice"]["body"]["photos"].is_null());
    let blob = view["report"]["body"]["handed_in"]["photos"][0]["blob"].as_str().unwrap();
    let number = view["seen"]["number"].as_str().unwrap();
    for public in
        ["/open311/v2/requests.json".to_owned(), "/".into(), format!("/open311/v2/requests/{number}.xml")]
    {
        let text = world.get(&public).await.text();
        assert!(
            !text.contains(blob) && !text.contains("\"media_url\":\"") && !text.contains("image/"),
            "{public}"
        );
    }
    assert_eq!(view["may"]["withhold"]["ok"], true);
    let withhold = |head: &Value, photo: usize, reason: &str| json!({ "head": head, "photo": photo, "reason": reason });
    let head = &view["seen"]["head"];
    let owner = prizren.post(&path("withhold"), withhold(head, 1, "a child")).await.expect(403);
    assert_eq!(owner["code"], "report.owner");
    for (photo, reason, code) in
        [(3, "x", "report.no-photo"), (0, "x", "report.no-photo"), (1, " ", "text.missing")]
    {
        assert_eq!(
            duty.post(&path("withhold"), withhold(head, photo, reason)).await.expect(422)["code"],
            code
        );
    }
    let after = duty.post(&path("withhold"), withhold(head, 1, "shows a child")).await.expect(200);
    assert_eq!(after["photos"][0]["withheld"], "shows a child");
    assert!(after["photos"][1]["withheld"].is_null());
    assert_eq!(after["seen"]["shown"], "published", "nothing else changed");
    let on_record = &after["moderation"]["body"]["withheld"][0];
    assert_eq!((&on_record["blob"], on_record["by"].is_string()), (&json!(blob), true));
    let absent = duty.get(&path("photos/9")).await;
    let gone = duty.get(&path("photos/1")).await;
    assert_eq!((gone.status, gone.bytes), (absent.status, absent.bytes));
    assert_eq!(prizren.get(&path("photos/1")).await.status.as_u16(), 404);
    assert_eq!(duty.get(&path("photos/2")).await.status.as_u16(), 200);
    let twice =
        duty.post(&path("withhold"), withhold(&after["seen"]["head"], 1, "again")).await.expect(422);
    assert_eq!(twice["code"], "report.withheld");
}

#[tokio::test]
async fn a_photograph_that_is_not_taken_is_told_in_a_sentence_and_nothing_of_the_report_is_kept() {
    let world = World::drill();
    let photo = photograph();
    let (cut, large) = (&photo[..60], vec![0xff; (8 << 20) + 1]);
    let five: Vec<(&str, &[u8])> = (0..5).map(|_| ("media", photo.as_slice())).collect();
    let together = vec![1; 7 << 20];
    for (what, files, status, words) in [
        ("a film", vec![("media", &b"\0\0\0\x18ftypheic"[..])], 400, "HEIC"),
        ("a page", vec![("media", b"<svg onload=alert(1)>")], 400, "no photograph"),
        ("cut", vec![("media", &photo), ("media", cut)], 400, "Photograph 2 did not come whole"),
        ("too large", vec![("media", &large)], 413, "larger than 8 MB"),
        ("five", five, 400, "At most 4"),
        ("together", vec![("media", &together), ("media", &together)], 413, "larger than 12 MB"),
        ("another name", vec![("image", &photo)], 400, "media"),
    ] {
        let answer = hands_in(&world, &files).await;
        assert_eq!(answer.status.as_u16(), status, "{what}: {}", answer.text());
        let told = Errors::read(&answer.bytes, Format::Json).unwrap().0.remove(0).description;
        assert!(told.contains(words), "{what}: {told}");
    }
    let half = multipart(&REPORT, &[("media", &photo)]);
    let answer = sends(&world, "/open311/v2/requests.json", &half[..half.len() - 200]).await;
    assert_eq!(answer.status.as_u16(), 400, "{}", answer.text());
    let nowhere = sends(
        &world,
        "/open311/v2/requests.json",
        multipart(&[("service_code", "none")], &[("media", &photo)]),
    )
    .await;
    assert_eq!(nowhere.status.as_u16(), 404);
    assert_eq!(files(&world).len(), 0);
    assert_eq!(world.person("duty").get("reports").await.expect(200)["items"].as_array().unwrap().len(), 0);
    assert!(world.figure("kulla_photos_total{outcome=\"refused\"}").await >= 7);
    assert_eq!(world.figure("kulla_uploads_bytes").await, 0, "its room was given back");
}

#[tokio::test]
async fn the_form_without_a_script_takes_photographs_and_says_what_is_wrong_in_its_own_language() {
    let world = World::drill();
    for (lang, words) in [("sq", "Fotografi"), ("sr", "Fotografije"), ("en", "Photographs")] {
        let form = world.get(&format!("/report?service=flooded-road&lang={lang}")).await.text();
        assert!(form.contains("enctype=\"multipart/form-data\"") && form.contains(words), "{lang}");
        assert!(form.contains("accept=\"image/jpeg,image/png\"") && !form.contains("<script"), "{lang}");
    }
    let fields = |lang| [REPORT.as_slice(), &[("lang", lang), ("first_name", "Agim")]].concat();
    for (lang, words) in
        [("sq", "skedar i llojit HEIC"), ("sr", "datoteka vrste HEIC"), ("en", "of the kind HEIC")]
    {
        let wrong =
            sends(&world, "/report", multipart(&fields(lang), &[("media", b"\0\0\0\x18ftypheic")])).await;
        assert_eq!(wrong.status.as_u16(), 400);
        assert!(wrong.text().contains(words), "{}", wrong.text());
        assert!(
            wrong.text().contains("Uji te ura") && wrong.text().contains("Agim"),
            "what was typed stays"
        );
    }
    let missing = sends(
        &world,
        "/report",
        multipart(&[("service_code", "flooded-road"), ("lang", "en")], &[("media", &photograph())]),
    )
    .await;
    assert!(missing.text().contains("Choose the photographs again"), "{}", missing.text());
    let none = sends(&world, "/report", multipart(&fields("en"), &[("media", b"")])).await;
    assert!(none.status.as_u16() == 200 && none.text().contains("Keep this code"), "{}", none.text());
    let sent = sends(&world, "/report", multipart(&fields("en"), &[("media", &photograph())])).await;
    assert!(sent.status.as_u16() == 200 && sent.text().contains("Keep this code"));
    assert!(sent.text().contains("One photograph came with it"), "{}", sent.text());
    assert!(!none.text().contains("photograph"), "{}", none.text());
    assert_eq!(files(&world).len(), 1);
    let plain = "service_code=flooded-road&address_id=20&description=Uji&lang=en";
    let request =
        Request::post("/report").header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
    assert_eq!(
        world.send(request, plain).await.status.as_u16(),
        200,
        "an old page that was kept still works"
    );
}

#[tokio::test]
async fn a_sender_who_stops_on_the_way_is_told_so_and_holds_up_nobody() {
    let world = World::paced(Paces { upload_still_ms: 100, ..Paces::default() });
    let whole = multipart(&REPORT, &[("media", &photograph())]);
    let begin = axum::body::Bytes::from(whole[..whole.len() - 100].to_vec());
    let stream =
        futures_util::stream::iter([Ok::<_, std::io::Error>(begin)]).chain(futures_util::stream::pending());
    let kind = format!("multipart/form-data; boundary={BOUNDARY}");
    let request = Request::post("/open311/v2/requests.json").header(header::CONTENT_TYPE, kind);
    let slow = world.send(request, Body::from_stream(stream));
    let photo = photograph();
    let quick = async {
        for _ in 0..3 {
            hands_in(&world, &[("media", &photo)]).await.expect(200);
        }
    };
    let (slow, ()) = futures_util::future::join(slow, quick).await;
    assert_eq!(slow.status.as_u16(), 408, "{}", slow.text());
    assert!(slow.text().contains("too long on the way"), "{}", slow.text());
    assert_eq!(files(&world).len(), 3);
    assert_eq!(world.figure("kulla_uploads_bytes").await, 0);
}

#[tokio::test]
async fn whoever_sends_too_many_photographs_may_still_report_in_words() {
    let one = Rate { at_once: 4, one_more_ms: 1_000 };
    let world = World::paced(Paces { photos_of_one: one, ..Paces::default() });
    let mut large = photograph();
    large.extend(vec![0; 300 << 10]);
    let mut last = None;
    for _ in 0..3 {
        last = Some(hands_in(&world, &[("media", &large)]).await);
    }
    let last = last.unwrap();
    assert_eq!(last.status.as_u16(), 429, "{}", last.text());
    assert!(last.header("retry-after").parse::<u64>().is_ok_and(|s| s >= 1));
    assert!(last.text().contains("without them"), "{}", last.text());
    assert!(world.figure("kulla_photos_limited_total").await >= 1);
    hands_in(&world, &[]).await.expect(200);
}

#[tokio::test]
async fn who_announces_more_than_there_is_uses_up_nothing_of_what_others_may_send() {
    let world = World::drill();
    let kind = format!("multipart/form-data; boundary={BOUNDARY}");
    let announced = Request::post("/open311/v2/requests.json")
        .header(header::CONTENT_TYPE, kind)
        .header(header::CONTENT_LENGTH, u64::MAX);
    assert_eq!(world.send(announced, Vec::new()).await.status.as_u16(), 413);
    let mut large = photograph();
    large.extend(vec![0; 300 << 10]);
    hands_in(&world, &[("media", &large)]).await.expect(200);
}

#[tokio::test]
async fn photographs_of_a_report_that_the_disk_refused_stay_until_the_next_one_is_durable() {
    let world = World::drill();
    world.node.memory.full.store(true, std::sync::atomic::Ordering::SeqCst);
    assert_eq!(hands_in(&world, &[("media", &photograph())]).await.status.as_u16(), 503);
    assert_eq!(files(&world).len(), 1, "it may be there after a crash, so its photograph may not be gone");
    world.node.memory.full.store(false, std::sync::atomic::Ordering::SeqCst);
    hands_in(&world, &[("media", &photograph())]).await.expect(200);
    assert_eq!(files(&world).len(), 1);
    let duty = world.person("duty");
    let (subject, _) = only(&duty).await;
    assert_eq!(duty.get(&format!("reports/{subject}/photos/1")).await.status.as_u16(), 200);
}
