//! JPEG (ITU-T T.81): marker segments are read one by one, and those of a picture are written again.

mod frame;
mod tables;

use memchr::memchr;

use crate::{Clean, Fault, Format, Limits, SCANS_MAX, SEGMENTS_MAX, exif};
use frame::Frame;
use tables::Tables;

/// Start of image, and the first byte of the marker after it.
pub(crate) const START: [u8; 3] = [0xff, 0xd8, 0xff];

const SOI: u8 = 0xd8;
const EOI: u8 = 0xd9;
const SOS: u8 = 0xda;
const DQT: u8 = 0xdb;
const DNL: u8 = 0xdc;
const DRI: u8 = 0xdd;
const DHT: u8 = 0xc4;
const DAC: u8 = 0xcc;
const COM: u8 = 0xfe;
const APP0: u8 = 0xe0;
const APP1: u8 = 0xe1;
const APP14: u8 = 0xee;
const APP15: u8 = 0xef;
const RST0: u8 = 0xd0;
const RST7: u8 = 0xd7;

/// JFIF 1.1, square pixels, no thumbnail.
const JFIF: [u8; 14] = *b"JFIF\0\x01\x01\0\0\x01\0\x01\0\0";
/// Bytes between two segments that belong to none.
const STRAY_BYTES_MAX: usize = 1_024;
/// Bytes of an Adobe header; the last one is the colour transform.
const ADOBE_BYTES: usize = 12;

/// A file that is read forwards.
struct Source<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Source<'a> {
    fn cut(&self) -> Fault {
        Fault::CutOff(self.bytes.len())
    }

    /// The next marker. Fill bytes before it are passed over, and so are the few bytes that some programs leave behind
    /// a segment whose length they got wrong: every viewer does, and nothing of them is written.
    fn marker(&mut self) -> Result<u8, Fault> {
        let end = self.at + STRAY_BYTES_MAX;
        loop {
            let stray = memchr(0xff, self.rest()).ok_or_else(|| self.cut())?;
            self.at += stray;
            if self.at > end {
                return Err(Fault::Damaged { at: self.at, what: "a marker was expected" });
            }
            let fill = self.rest().iter().take_while(|byte| **byte == 0xff).count();
            let marker = *self.rest().get(fill).ok_or_else(|| self.cut())?;
            self.at += fill + 1;
            if marker != 0 {
                return Ok(marker);
            }
        }
    }

    fn rest(&self) -> &'a [u8] {
        &self.bytes[self.at..]
    }

    /// What stands in the segment behind a marker.
    fn segment(&mut self) -> Result<&'a [u8], Fault> {
        let length = self.bytes.get(self.at..self.at + 2).ok_or_else(|| self.cut())?;
        let length = usize::from(u16::from_be_bytes([length[0], length[1]]));
        if length < 2 {
            return Err(Fault::Damaged { at: self.at, what: "the length of a segment is too small" });
        }
        let content = self.bytes.get(self.at + 2..self.at + length).ok_or_else(|| self.cut())?;
        self.at += length;
        Ok(content)
    }
}

/// What was read of the picture so far.
struct Picture<'a> {
    source: Source<'a>,
    out: Vec<u8>,
    limits: &'a Limits,
    tables: Tables,
    frame: Option<Frame>,
    /// Blocks between two restarts; 0 for none.
    restart: u16,
    scans: usize,
    jfif: bool,
    turned: Option<u8>,
}

pub(crate) fn clean(bytes: &[u8], limits: &Limits) -> Result<Clean, Fault> {
    let mut picture = Picture {
        source: Source { bytes, at: 2 },
        out: vec![0xff, SOI],
        limits,
        tables: Tables::default(),
        frame: None,
        restart: 0,
        scans: 0,
        jfif: false,
        turned: None,
    };
    for _ in 0..SEGMENTS_MAX {
        let at = picture.source.at;
        match picture.source.marker()? {
            EOI => return picture.end(at),
            marker => picture.take(marker, at)?,
        }
    }
    Err(Fault::Damaged { at: picture.source.at, what: "it has too many segments" })
}

impl Picture<'_> {
    fn take(&mut self, marker: u8, at: usize) -> Result<(), Fault> {
        let damaged = |what| Fault::Damaged { at, what };
        match marker {
            DQT => {
                let content = self.source.segment()?;
                self.tables.quantisation(content).map_err(damaged)?;
                self.write(DQT, content);
            }
            DHT => {
                let content = self.source.segment()?;
                self.tables.huffman(content).map_err(damaged)?;
                self.write(DHT, content);
            }
            DRI => {
                let content = self.source.segment()?;
                let Ok(interval) = <[u8; 2]>::try_from(content) else {
                    return Err(damaged("a restart interval has two bytes"));
                };
                self.restart = u16::from_be_bytes(interval);
                self.write(DRI, content);
            }
            0xc0..=0xc2 => self.frame(marker, at)?,
            SOS => self.scan(at)?,
            APP0..=APP15 => self.application(marker)?,
            COM => drop(self.source.segment()?),
            0xc3 | 0xc5..=0xc7 | 0xcd..=0xcf => {
                return Err(Fault::Unusual("lossless or hierarchical coding"));
            }
            0xc9..=0xcb | DAC => return Err(Fault::Unusual("arithmetic coding")),
            DNL => return Err(Fault::Unusual("a height that is told later")),
            _ => return Err(damaged("this marker stands in no photograph")),
        }
        Ok(())
    }

    fn write(&mut self, marker: u8, content: &[u8]) {
        // What was read behind a length of two bytes fits behind one again.
        let length = u16::try_from(content.len() + 2).unwrap_or(u16::MAX);
        self.out.extend([0xff, marker]);
        self.out.extend(length.to_be_bytes());
        self.out.extend(content);
    }

    /// Of what programs add, viewers need two words: that there is a JFIF header, and how an Adobe one codes colours.
    fn application(&mut self, marker: u8) -> Result<(), Fault> {
        let content = self.source.segment()?;
        if self.scans > 0 {
            return Ok(());
        }
        match (marker, content) {
            (APP0, [b'J', b'F', b'I', b'F', 0, ..]) if !self.jfif => {
                self.jfif = true;
                self.write(APP0, &JFIF);
            }
            (APP1, [b'E', b'x', b'i', b'f', 0, _, tiff @ ..]) if self.turned.is_none() => {
                self.turned = exif::orientation(tiff);
            }
            (APP14, [b'A', b'd', b'o', b'b', b'e', ..]) if content.len() >= ADOBE_BYTES => {
                let transform = content[ADOBE_BYTES - 1];
                if transform <= 2 {
                    self.write(APP14, &[b'A', b'd', b'o', b'b', b'e', 0, 100, 0, 0, 0, 0, transform]);
                }
            }
            _ => {}
        }
        Ok(())
    }

    fn frame(&mut self, marker: u8, at: usize) -> Result<(), Fault> {
        let content = self.source.segment()?;
        if self.frame.is_some() {
            return Err(Fault::Damaged { at, what: "it has a second frame" });
        }
        let frame = Frame::read(marker, content, at)?;
        self.limits.check(frame.width.into(), frame.height.into())?;
        self.frame = Some(frame);
        self.write(marker, content);
        Ok(())
    }

    /// The header of a scan, and its coded data up to the next marker.
    fn scan(&mut self, at: usize) -> Result<(), Fault> {
        let damaged = |what| Fault::Damaged { at, what };
        let content = self.source.segment()?;
        self.scans += 1;
        if self.scans > SCANS_MAX {
            return Err(damaged("it has too many scans"));
        }
        let frame = self.frame.as_mut().ok_or(damaged("a scan stands before the frame"))?;
        let header = frame.scan(content, &self.tables).map_err(damaged)?;
        self.write(SOS, &header);
        self.coded()
    }

    fn coded(&mut self) -> Result<(), Fault> {
        let (bytes, begin) = (self.source.bytes, self.source.at);
        let mut at = begin;
        let mut restarts = 0;
        loop {
            let Some(found) = memchr(0xff, &bytes[at..]) else { return Err(self.source.cut()) };
            self.out.extend(&bytes[at..at + found]);
            let marker = at + found;
            let fill = bytes[marker..].iter().take_while(|byte| **byte == 0xff).count();
            match bytes.get(marker + fill) {
                None => return Err(self.source.cut()),
                Some(0) => self.out.extend([0xff, 0]),
                Some(restart @ RST0..=RST7) => {
                    // INVARIANT: restarts count round, so that a piece that is missing is noticed.
                    if self.restart == 0 || restart - RST0 != restarts % 8 {
                        return Err(Fault::Damaged { at: marker, what: "a restart is out of order" });
                    }
                    restarts = (restarts + 1) % 8;
                    self.out.extend([0xff, *restart]);
                }
                Some(_) if marker == begin => {
                    return Err(Fault::Damaged { at: marker, what: "a scan holds nothing" });
                }
                Some(_) => {
                    self.source.at = marker;
                    return Ok(());
                }
            }
            at = marker + fill + 1;
        }
    }

    /// Whatever stands behind the end of the picture is left out: other pictures, films, anything.
    fn end(mut self, at: usize) -> Result<Clean, Fault> {
        let frame = self.frame.ok_or(Fault::Damaged { at, what: "it has no picture" })?;
        if !frame.is_whole() {
            return Err(Fault::Damaged { at, what: "a part of its colours is missing" });
        }
        self.out.extend([0xff, EOI]);
        Ok(Clean {
            format: Format::Jpeg,
            width: frame.width.into(),
            height: frame.height.into(),
            turned: self.turned.unwrap_or(1),
            bytes: self.out,
        })
    }
}
