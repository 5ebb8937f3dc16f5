//! `fileinfo`, and `files` of an alert: names and hashes, never contents.
//!
//! Source: Suricata, `src/output-json-file.c`.

use crate::value::{Note, Taker, Text, Value, each_element, each_member};

/// Files that are read of one event.
pub const FILES_MAX: usize = 64;

/// `fileinfo` ("Event type: Fileinfo").
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FileInfo<'a> {
    /// `filename`.
    pub filename: Option<Text<'a>>,
    /// `magic`: type of the contents as libmagic names it.
    pub magic: Option<Text<'a>>,
    /// `state`: `CLOSED`, `TRUNCATED`, `ERROR` or `UNKNOWN`.
    pub state: Option<Text<'a>>,
    /// `md5`.
    pub md5: Option<Text<'a>>,
    /// `sha1`.
    pub sha1: Option<Text<'a>>,
    /// `sha256`.
    pub sha256: Option<Text<'a>>,
    /// `size`: bytes.
    pub size: Option<u64>,
    /// `stored`: whether the sensor kept the file.
    pub stored: Option<bool>,
    /// `gaps`: whether bytes are missing.
    pub gaps: Option<bool>,
    /// `tx_id`.
    pub tx_id: Option<u64>,
    /// What was odd about this part.
    pub notes: Vec<Note>,
}

impl<'a> FileInfo<'a> {
    pub(crate) fn read(object: &'a str) -> Self {
        let mut file = Self::default();
        let mut taker = Taker::default();
        each_member(object, |key, value| match key {
            b"filename" => file.filename = taker.text("fileinfo.filename", value),
            b"magic" => file.magic = taker.text("fileinfo.magic", value),
            b"state" => file.state = taker.text("fileinfo.state", value),
            b"md5" => file.md5 = taker.text("fileinfo.md5", value),
            b"sha1" => file.sha1 = taker.text("fileinfo.sha1", value),
            b"sha256" => file.sha256 = taker.text("fileinfo.sha256", value),
            b"size" => file.size = taker.number("fileinfo.size", value),
            b"stored" => file.stored = taker.flag("fileinfo.stored", value),
            b"gaps" => file.gaps = taker.flag("fileinfo.gaps", value),
            b"tx_id" => file.tx_id = taker.number("fileinfo.tx_id", value),
            _ => {}
        });
        file.notes = taker.notes;
        file
    }
}

/// The files of one event, at most [`FILES_MAX`].
#[derive(Debug, Clone)]
pub struct Files<'a> {
    objects: std::vec::IntoIter<&'a str>,
}

impl<'a> Files<'a> {
    pub(crate) fn of(array: Option<&'a str>) -> Self {
        let mut objects = Vec::new();
        if let Some(array) = array {
            each_element(array, |element| {
                if let Value::Object(object) = element {
                    let object = object.cut();
                    objects.push(object);
                }
                objects.len() < FILES_MAX
            });
        }
        Self { objects: objects.into_iter() }
    }
}

impl<'a> Iterator for Files<'a> {
    type Item = FileInfo<'a>;

    fn next(&mut self) -> Option<Self::Item> {
        self.objects.next().map(FileInfo::read)
    }
}
