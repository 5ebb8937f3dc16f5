//! Why: a server looks at every message and changes few. The generated messages own their text, some thirteen
//! allocations each; this reads the same bytes without one. A property test holds it to what the generated code
//! reads.
//!
//! Fields that the version does not know are passed over, as protobuf demands. Groups, which no TAK message has,
//! are refused.

use super::v1::{self, Status, Track};
use crate::error::{Error, Rule};
use crate::framing::varint;
use crate::limits::FRAME_BYTES_MAX;

/// A `TakMessage`, borrowed from its payload.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct View<'a> {
    /// What the sender can decode.
    pub control: Option<Control<'a>>,
    /// The event.
    pub event: Option<EventView<'a>>,
    /// When a server took it in, in milliseconds since 1970 UTC.
    pub submission_time: u64,
    /// When it was made, in milliseconds since 1970 UTC.
    pub creation_time: u64,
}

macro_rules! message {
    ($(
        $(#[$doc:meta])*
        $type:ident { $( $number:literal $field:ident: $kind:ident $(($inner:ident))?, )* }
    )*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, Default, PartialEq)]
        #[expect(missing_docs, reason = "the fields are those of the .proto files, and explained there")]
        pub struct $type<'a> {
            $( pub $field: message!(@type $kind $(($inner))?), )*
        }

        impl<'a> Merge<'a> for $type<'a> {
            fn merge(&mut self, number: u32, value: Wire<'a>) -> Read<()> {
                match number {
                    $( $number => message!(@read self, $field, value, $kind $(($inner))?), )*
                    _ => {}
                }
                Ok(())
            }
        }
    )*};
    (@type text) => { &'a str };
    (@type uint32) => { u32 };
    (@type uint64) => { u64 };
    (@type double) => { f64 };
    (@type message($inner:ident)) => { Option<$inner<'a>> };
    (@type plain($inner:ident)) => { Option<$inner> };
    (@read $self:ident, $field:ident, $value:ident, text) => { $self.$field = $value.text()? };
    (@read $self:ident, $field:ident, $value:ident, uint32) => { $self.$field = $value.varint()? as u32 };
    (@read $self:ident, $field:ident, $value:ident, uint64) => { $self.$field = $value.varint()? };
    (@read $self:ident, $field:ident, $value:ident, double) => { $self.$field = $value.double()? };
    (@read $self:ident, $field:ident, $value:ident, $kind:ident($inner:ident)) => {
        fields($value.bytes()?, $self.$field.get_or_insert_default())?
    };
}

message! {
    /// `TakControl` (`proto/takcontrol.proto`).
    Control { 1 min_proto_version: uint32, 2 max_proto_version: uint32, 3 contact_uid: text, }

    /// `CotEvent` (`proto/cotevent.proto`).
    EventView {
        1 type_: text, 2 access: text, 3 qos: text, 4 opex: text, 5 uid: text,
        6 send_time: uint64, 7 start_time: uint64, 8 stale_time: uint64, 9 how: text,
        10 lat: double, 11 lon: double, 12 hae: double, 13 ce: double, 14 le: double,
        15 detail: message(DetailView), 16 caveat: text, 17 releaseable_to: text,
    }

    /// `Detail` (`proto/detail.proto`).
    DetailView {
        1 xml_detail: text, 2 contact: message(Contact), 3 group: message(Group),
        4 precision_location: message(PrecisionLocation), 5 status: plain(Status), 6 takv: message(Takv),
        7 track: plain(Track),
    }

    /// `Contact` (`proto/contact.proto`).
    Contact { 1 endpoint: text, 2 callsign: text, }

    /// `Group` (`proto/group.proto`).
    Group { 1 name: text, 2 role: text, }

    /// `PrecisionLocation` (`proto/precisionlocation.proto`).
    PrecisionLocation { 1 geopointsrc: text, 2 altsrc: text, }

    /// `Takv` (`proto/takv.proto`).
    Takv { 1 device: text, 2 platform: text, 3 os: text, 4 version: text, }
}

impl<'a> Merge<'a> for Status {
    fn merge(&mut self, number: u32, value: Wire<'a>) -> Read<()> {
        if number == 1 {
            self.battery = value.varint()? as u32;
        }
        Ok(())
    }
}

impl<'a> Merge<'a> for Track {
    fn merge(&mut self, number: u32, value: Wire<'a>) -> Read<()> {
        match number {
            1 => self.speed = value.double()?,
            2 => self.course = value.double()?,
            _ => {}
        }
        Ok(())
    }
}

impl<'a> Merge<'a> for View<'a> {
    fn merge(&mut self, number: u32, value: Wire<'a>) -> Read<()> {
        match number {
            1 => fields(value.bytes()?, self.control.get_or_insert_default())?,
            2 => fields(value.bytes()?, self.event.get_or_insert_default())?,
            3 => self.submission_time = value.varint()?,
            4 => self.creation_time = value.varint()?,
            _ => {}
        }
        Ok(())
    }
}

impl<'a> View<'a> {
    /// Reads a payload: the bytes after the header of a mesh or stream message.
    ///
    /// # Errors
    /// When the payload is too long or is no `TakMessage`.
    pub fn read(payload: &'a [u8]) -> Result<Self, Error> {
        if payload.len() > FRAME_BYTES_MAX {
            return Err(Error::new(FRAME_BYTES_MAX, Rule::FrameTooLong));
        }
        let mut view = Self::default();
        match fields(payload, &mut view) {
            Ok(()) => Ok(view),
            Err(why) => Err(Error::new(0, Rule::Protobuf(why.into()))),
        }
    }
}

impl<'a> From<&'a v1::CotEvent> for EventView<'a> {
    fn from(cot: &'a v1::CotEvent) -> Self {
        Self {
            type_: &cot.r#type,
            access: &cot.access,
            qos: &cot.qos,
            opex: &cot.opex,
            uid: &cot.uid,
            send_time: cot.send_time,
            start_time: cot.start_time,
            stale_time: cot.stale_time,
            how: &cot.how,
            lat: cot.lat,
            lon: cot.lon,
            hae: cot.hae,
            ce: cot.ce,
            le: cot.le,
            detail: cot.detail.as_ref().map(DetailView::from),
            caveat: &cot.caveat,
            releaseable_to: &cot.releaseable_to,
        }
    }
}

impl<'a> From<&'a v1::Detail> for DetailView<'a> {
    fn from(detail: &'a v1::Detail) -> Self {
        let contact = detail.contact.as_ref();
        let group = detail.group.as_ref();
        let precision = detail.precision_location.as_ref();
        let takv = detail.takv.as_ref();
        Self {
            xml_detail: &detail.xml_detail,
            contact: contact.map(|c| Contact { endpoint: &c.endpoint, callsign: &c.callsign }),
            group: group.map(|g| Group { name: &g.name, role: &g.role }),
            precision_location: precision
                .map(|p| PrecisionLocation { geopointsrc: &p.geopointsrc, altsrc: &p.altsrc }),
            status: detail.status,
            takv: takv.map(|t| Takv {
                device: &t.device,
                platform: &t.platform,
                os: &t.os,
                version: &t.version,
            }),
            track: detail.track,
        }
    }
}

type Read<T> = Result<T, &'static str>;

/// The value of one field as the wire has it.
enum Wire<'a> {
    Varint(u64),
    Eight([u8; 8]),
    Bytes(&'a [u8]),
    Four,
}

impl<'a> Wire<'a> {
    fn varint(self) -> Read<u64> {
        if let Self::Varint(number) = self { Ok(number) } else { Err("a field has another wire type") }
    }

    fn double(self) -> Read<f64> {
        if let Self::Eight(b) = self {
            Ok(f64::from_le_bytes(b))
        } else {
            Err("a field has another wire type")
        }
    }

    fn bytes(self) -> Read<&'a [u8]> {
        if let Self::Bytes(bytes) = self { Ok(bytes) } else { Err("a field has another wire type") }
    }

    fn text(self) -> Read<&'a str> {
        std::str::from_utf8(self.bytes()?).map_err(|_| "a text is not UTF-8")
    }
}

/// A message while its fields are read; of a field that stands twice the last counts, messages are joined.
trait Merge<'a> {
    fn merge(&mut self, number: u32, value: Wire<'a>) -> Read<()>;
}

fn fields<'a>(mut bytes: &'a [u8], into: &mut impl Merge<'a>) -> Read<()> {
    const SHORT: &str = "a field is cut short";
    while !bytes.is_empty() {
        let key = number(&mut bytes)?;
        let field = u32::try_from(key).map_err(|_| "a field number is too large")? >> 3;
        if field == 0 {
            return Err("a field has the number 0");
        }
        let value = match key & 7 {
            0 => Wire::Varint(number(&mut bytes)?),
            1 => {
                let (eight, rest) = bytes.split_first_chunk::<8>().ok_or(SHORT)?;
                bytes = rest;
                Wire::Eight(*eight)
            }
            2 => {
                let length = usize::try_from(number(&mut bytes)?).map_err(|_| SHORT)?;
                let (inside, rest) = bytes.split_at_checked(length).ok_or(SHORT)?;
                bytes = rest;
                Wire::Bytes(inside)
            }
            5 => {
                bytes = bytes.split_first_chunk::<4>().ok_or(SHORT)?.1;
                Wire::Four
            }
            _ => return Err("a field is a group or of no known wire type"),
        };
        into.merge(field, value)?;
    }
    Ok(())
}

#[inline]
fn number(bytes: &mut &[u8]) -> Read<u64> {
    if let [byte @ ..0x80, rest @ ..] = *bytes {
        *bytes = rest;
        return Ok(u64::from(*byte));
    }
    let (number, length) = varint(bytes).flatten().ok_or("a number is cut short or too long")?;
    *bytes = &bytes[length..];
    Ok(number)
}
