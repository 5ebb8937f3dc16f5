//! A web server of a test: it answers what it was told to, and remembers what it was asked.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex};

/// What is answered for a path.
#[derive(Debug, Clone, Default)]
pub struct Page {
    pub status: u16,
    pub head: Vec<String>,
    pub body: Vec<u8>,
    /// With it, who asks with the same one gets 304.
    pub etag: Option<String>,
}

impl Page {
    pub fn of(body: impl Into<Vec<u8>>) -> Page {
        Page { status: 200, body: body.into(), ..Page::default() }
    }

    pub fn status(status: u16, head: &[&str]) -> Page {
        Page { status, head: head.iter().map(|line| (*line).to_owned()).collect(), ..Page::default() }
    }

    pub fn with_etag(self, etag: &str) -> Page {
        Page { etag: Some(etag.to_owned()), ..self }
    }
}

#[derive(Default)]
struct State {
    pages: BTreeMap<String, Page>,
    /// Path, and the status that was answered.
    asked: Vec<(String, u16)>,
}

/// A running server; its thread ends with the test's process.
pub struct Site {
    pub address: SocketAddr,
    state: Arc<Mutex<State>>,
}

impl Site {
    pub fn start() -> Site {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let state = Arc::new(Mutex::new(State::default()));
        let shared = Arc::clone(&state);
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let shared = Arc::clone(&shared);
                std::thread::spawn(move || serve(stream, &shared));
            }
        });
        Site { address, state }
    }

    pub fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    pub fn put(&self, path: &str, page: Page) {
        self.state.lock().unwrap().pages.insert(path.to_owned(), page);
    }

    /// Statuses that were answered for a path, in order.
    pub fn asked(&self, path: &str) -> Vec<u16> {
        let state = self.state.lock().unwrap();
        state.asked.iter().filter(|(asked, _)| asked == path).map(|(_, status)| *status).collect()
    }
}

/// One request a connection.
fn serve(stream: TcpStream, state: &Mutex<State>) {
    let mut lines = BufReader::new(stream.try_clone().unwrap()).lines().map_while(Result::ok);
    let Some(first) = lines.next() else { return };
    let path = first.split(' ').nth(1).unwrap_or_default().to_owned();
    let head: Vec<String> = lines.take_while(|line| !line.is_empty()).collect();
    let asked_with = head.iter().find_map(|line| {
        let (name, value) = line.split_once(": ")?;
        name.eq_ignore_ascii_case("if-none-match").then(|| value.to_owned())
    });
    let mut state = state.lock().unwrap();
    let mut page = state.pages.get(&path).cloned().unwrap_or_else(|| Page::status(404, &[]));
    if page.etag.is_some() && page.etag == asked_with {
        page = Page { etag: page.etag, ..Page::status(304, &[]) };
    }
    state.asked.push((path, page.status));
    drop(state);
    let mut answer = format!(
        "HTTP/1.1 {} X\r\nconnection: close\r\ncontent-length: {}\r\n",
        page.status,
        page.body.len()
    );
    page.head.iter().for_each(|line| answer += &format!("{line}\r\n"));
    page.etag.iter().for_each(|etag| answer += &format!("etag: {etag}\r\n"));
    answer += "\r\n";
    let mut stream = stream;
    // Whoever asked may have heard enough.
    let _ = stream.write_all(answer.as_bytes()).and_then(|()| stream.write_all(&page.body));
}
