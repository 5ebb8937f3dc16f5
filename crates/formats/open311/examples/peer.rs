//! The other half of a peer test: answers GeoReport v2 requests that a tiny HTTP server hands over by pipe.
//!
//! One request on standard input is a line `METHOD PATH QUERY LENGTH` (`-` for no query) and a body of that
//! many bytes; one answer on standard output is a line `STATUS LENGTH TYPE` and a body. The server that speaks
//! HTTP and the clients that judge the answers are in `peers/`.
#![expect(clippy::print_stdout, reason = "the answers go to a pipe")]

use std::io::{BufRead, Read, Write};

use kulla_open311::{
    Attribute, AttributeValue, Datatype, DateTime, Discovery, Document, Endpoint, EndpointKind, ErrorEntry,
    Errors, Format, GEOREPORT_V2, Query, Receipt, Receipts, Resource, Rules, Service, ServiceDefinition,
    ServiceKind, ServiceRequest, ServiceRequests, Services, Status, Submission, TokenAnswer, TokenAnswers,
    Update, UpdateQuery, UpdateReceipt, UpdateReceipts, UpdateSubmission, Updates, api_key, parse_form,
    route,
};

const KEY: &str = "peer-key";

struct City {
    now: DateTime,
    services: Services,
    definitions: Vec<ServiceDefinition>,
    requests: Vec<ServiceRequest>,
    updates: Vec<Update>,
}

fn service(code: &str, name: &str, metadata: bool, kind: ServiceKind) -> Service {
    Service {
        service_code: code.into(),
        service_name: name.into(),
        description: Some("Shkruani <çfarë> & ku".into()),
        metadata,
        kind,
        keywords: vec!["ujë".into(), "rrugë".into()],
        group: Some("roads".into()),
        extra: vec![],
    }
}

fn attribute(code: &str, datatype: Datatype, required: bool, order: u32) -> Attribute {
    let keys = if datatype == Datatype::MultiValueList { vec!["1", "2"] } else { vec![] };
    Attribute {
        variable: true,
        code: code.into(),
        datatype,
        required,
        datatype_description: None,
        order: Some(order),
        description: Some("Sa i thellë?".into()),
        values: keys.into_iter().map(|key| AttributeValue { key: key.into(), name: key.into() }).collect(),
    }
}

impl City {
    fn new(now: DateTime) -> Self {
        let services = vec![
            service("001", "Rrugë e bllokuar", false, ServiceKind::Realtime),
            service("FLOOD", "Përmbytje", true, ServiceKind::Batch),
        ];
        let attributes = vec![
            attribute("DEPTH", Datatype::Number, true, 1),
            attribute("WHAT", Datatype::MultiValueList, false, 2),
        ];
        let definitions = vec![ServiceDefinition { service_code: "FLOOD".into(), attributes }];
        Self { now, services: Services(services), definitions, requests: vec![], updates: vec![] }
    }

    fn answer(&mut self, method: &str, path: &str, query: &[u8], body: &[u8]) -> (u16, Format, String) {
        let Some((resource, format)) = route(path) else {
            return (
                404,
                Format::Xml,
                Errors::from(ErrorEntry { code: 404, description: "no such resource".into() })
                    .write(Format::Xml),
            );
        };
        let answer = match (method, resource) {
            ("GET", Resource::Discovery) => Ok(discovery().write(format)),
            ("GET", Resource::Services) => Ok(self.services.write(format)),
            ("GET", Resource::Definition(code)) => self.definition(&code, format),
            ("GET", Resource::Requests) => self.requests(query, format),
            ("GET", Resource::Request(id)) => self.request(&id, format),
            ("GET", Resource::Token(token)) => self.token(token, format),
            ("GET", Resource::Updates) => self.updates(query, format),
            ("POST", Resource::Requests) => self.submit(body, format),
            ("POST", Resource::Updates) => self.update(body, format),
            _ => Err(ErrorEntry::general("this method is not for this resource").into()),
        };
        match answer {
            Ok(text) => (200, format, text),
            Err(errors) => (errors.status(), format, errors.write(format)),
        }
    }

    fn rules(&self) -> Rules<'_> {
        Rules {
            jurisdictions: &["example.org"],
            services: &self.services.0,
            definitions: &self.definitions,
        }
    }

    fn definition(&self, code: &str, format: Format) -> Result<String, Errors> {
        let found = self.definitions.iter().find(|definition| definition.service_code == code);
        Ok(found.ok_or_else(|| ErrorEntry::service_code_unknown(code))?.write(format))
    }

    fn requests(&self, query: &[u8], format: Format) -> Result<String, Errors> {
        let query = Query::parse(query, &self.rules(), self.now)?;
        Ok(ServiceRequests(query.select(&self.requests).cloned().collect()).write(format))
    }

    fn request(&self, id: &str, format: Format) -> Result<String, Errors> {
        let found = self.requests.iter().find(|request| request.service_request_id == id);
        let found = found.ok_or_else(|| ErrorEntry::request_unknown(id))?;
        Ok(ServiceRequests(vec![found.clone()]).write(format))
    }

    fn token(&self, token: String, format: Format) -> Result<String, Errors> {
        let id = token
            .strip_prefix("T-")
            .filter(|id| self.requests.iter().any(|one| one.service_request_id == *id));
        let service_request_id = id.ok_or_else(|| ErrorEntry::token_unknown(&token))?.to_owned();
        Ok(TokenAnswers(vec![TokenAnswer { service_request_id, token }]).write(format))
    }

    fn updates(&self, query: &[u8], format: Format) -> Result<String, Errors> {
        UpdateQuery::parse(query, &self.rules())?;
        Ok(Updates(self.updates.clone()).write(format))
    }

    fn submit(&mut self, body: &[u8], format: Format) -> Result<String, Errors> {
        let fields = parse_form(body)?;
        if api_key(&fields) != Some(KEY) {
            return Err(ErrorEntry::key_refused().into());
        }
        let report = Submission::from_fields(fields, &self.rules())?;
        let id = format!("{:06}", self.requests.len() + 1);
        let mut request = ServiceRequest::new(id.clone(), Status::Open);
        request.service_name = self
            .services
            .0
            .iter()
            .find(|one| one.service_code == report.service_code)
            .map(|one| one.service_name.clone());
        let batch = report.service_code == "FLOOD";
        request.service_code = Some(report.service_code);
        request.description = report.description;
        request.address = report.location.address_string;
        request.address_id = report.location.address_id;
        request.point = report.location.point;
        request.requested_datetime = Some(self.now);
        request.media_url = report.media_url.into_iter().next();
        self.requests.push(request);
        let receipt = Receipt {
            service_request_id: (!batch).then(|| id.clone()),
            token: batch.then(|| format!("T-{id}")),
            service_notice: Some("Faleminderit".into()),
            account_id: None,
        };
        Ok(Receipts(vec![receipt]).write(format))
    }

    fn update(&mut self, body: &[u8], format: Format) -> Result<String, Errors> {
        let update = UpdateSubmission::from_form(body, &self.rules())?;
        let id = update.service_request_id;
        let found = self.requests.iter_mut().find(|request| request.service_request_id == id);
        let request = found.ok_or_else(|| ErrorEntry::request_unknown(&id))?;
        request.status = update.status.clone();
        let update_id = format!("U-{}", self.updates.len() + 1);
        self.updates.push(Update {
            update_id: update_id.clone(),
            service_request_id: id,
            status: update.status,
            updated_datetime: update.updated_datetime,
            description: Some(update.description),
            media_url: None,
            extra: vec![],
        });
        Ok(UpdateReceipts(vec![UpdateReceipt { update_id }]).write(format))
    }
}

fn discovery() -> Discovery {
    let formats =
        [Format::Xml, Format::Json].map(|format| format.content_type().replace("; charset=utf-8", ""));
    Discovery {
        changeset: "2026-03-01 09:00".into(),
        contact: "api@example.org".into(),
        key_service: "https://example.org/key".into(),
        endpoints: vec![Endpoint {
            specification: GEOREPORT_V2.into(),
            url: "https://example.org/open311/v2".into(),
            changeset: "2026-03-01 09:00".into(),
            kind: EndpointKind::Test,
            formats: formats.to_vec(),
        }],
    }
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut city = City::new("2026-03-01T12:00:00+01:00".parse()?);
    let mut input = std::io::stdin().lock();
    let mut line = String::new();
    while input.read_line(&mut line)? > 0 {
        let words: Vec<String> = line.split_whitespace().map(str::to_owned).collect();
        line.clear();
        let [method, path, query, length] = &words[..] else {
            return Err("a request line has four words".into());
        };
        let mut body = vec![0; length.parse()?];
        input.read_exact(&mut body)?;
        let query = if query == "-" { "" } else { query };
        let (status, format, text) = city.answer(method, path, query.as_bytes(), &body);
        print!("{status} {} {}\n{text}", text.len(), format.content_type());
        std::io::stdout().flush()?;
    }
    Ok(())
}
