//! Why: most elements of detail are a name and some attributes. A table of them is easier to check against
//! the schemas than a function for each. Source: takcot, the CoT schemas of the TAK
//! product line; `xsd/details/` has a file of the element's name for most of them.

use std::borrow::Cow;

use super::{Typed, Value, put_element};
use crate::time::Time;
use crate::xml::Element;

macro_rules! flat {
    ($(
        $(#[$doc:meta])*
        $type:ident $(<$a:lifetime>)? = $name:literal {
            $( $(#[$field_doc:meta])* $field:ident: $value:ty = $attribute:literal, )*
        }
    )*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Default, PartialEq)]
        pub struct $type $(<$a>)? {
            $( $(#[$field_doc])* pub $field: Option<$value>, )*
        }

        impl<'a> Typed<'a> for $type $(<$a>)? {
            const NAME: &'static str = $name;

            fn read(element: &Element<'a>) -> Self {
                let mut new = Self::default();
                for attribute in element.attributes() {
                    match attribute.name {
                        $( $attribute => new.$field = Value::read(attribute.value()), )*
                        _ => {}
                    }
                }
                new
            }

            fn write(&self, old: Option<&Element<'_>>, out: &mut String) {
                let known: &[(&'static str, Option<Cow<'_, str>>)] =
                    &[$( ($attribute, self.$field.as_ref().map(Value::write)), )*];
                put_element(out, $name, known, old, |out| out.push_str(old.map_or("", Element::inner)));
            }
        }
    )*};
}

flat! {
    /// How to call it, and where to reach it.
    Contact<'a> = "contact" {
        /// The name on the air and on the map.
        callsign: Cow<'a, str> = "callsign",
        /// `address:port:protocol`; `*:-1:stcp` means by way of the server.
        endpoint: Cow<'a, str> = "endpoint",
        /// Telephone number.
        phone: Cow<'a, str> = "phone",
        /// E-mail address.
        email: Cow<'a, str> = "email",
        /// XMPP address.
        xmpp_username: Cow<'a, str> = "xmppUsername",
    }

    /// Team colour and role.
    Group<'a> = "__group" {
        /// The colour of the team, such as `Cyan`.
        name: Cow<'a, str> = "name",
        /// The role in it, such as `Team Member`.
        role: Cow<'a, str> = "role",
        /// What is shown in place of the role.
        abbr: Cow<'a, str> = "abbr",
    }

    /// The program and the device that sent it.
    Takv<'a> = "takv" {
        /// The device.
        device: Cow<'a, str> = "device",
        /// The program, such as `ATAK-CIV`.
        platform: Cow<'a, str> = "platform",
        /// The operating system.
        os: Cow<'a, str> = "os",
        /// The version of the program.
        version: Cow<'a, str> = "version",
    }

    /// Which way and how fast it moves.
    Track = "track" {
        /// Metres a second.
        speed: f64 = "speed",
        /// Degrees clockwise from true north.
        course: f64 = "course",
        /// Degrees above the horizon.
        slope: f64 = "slope",
        /// Error of the course in degrees.
        course_error: f64 = "eCourse",
        /// Error of the speed in metres a second.
        speed_error: f64 = "eSpeed",
    }

    /// The state of the device or thing.
    Status = "status" {
        /// Charge in percent.
        battery: u32 = "battery",
        /// Whether it is ready for use.
        readiness: bool = "readiness",
    }

    /// Where the coordinates come from.
    PrecisionLocation<'a> = "precisionlocation" {
        /// Source of the place, such as `GPS`, `USER`, `???`.
        geopointsrc: Cow<'a, str> = "geopointsrc",
        /// Source of the height.
        altsrc: Cow<'a, str> = "altsrc",
    }

    /// Another thing that this one is joined to, or a corner of a shape or route.
    Link<'a> = "link" {
        /// The other thing.
        uid: Cow<'a, str> = "uid",
        /// Its type.
        type_: Cow<'a, str> = "type",
        /// How they are joined: `p-p` parent and producer, `c` checkpoint, `none`.
        relation: Cow<'a, str> = "relation",
        /// The callsign of the parent.
        parent_callsign: Cow<'a, str> = "parent_callsign",
        /// When the other thing was made.
        production_time: Time = "production_time",
        /// `lat,lon` or `lat,lon,hae`.
        point: Cow<'a, str> = "point",
        /// The name of a checkpoint.
        callsign: Cow<'a, str> = "callsign",
        /// Words on a checkpoint.
        remarks: Cow<'a, str> = "remarks",
        /// An address.
        url: Cow<'a, str> = "url",
        /// The media type of what is at the address.
        mime: Cow<'a, str> = "mime",
    }

    /// The picture that stands for it.
    Usericon<'a> = "usericon" {
        /// `set/group/name`, or `COT_MAPPING_2525B/…`.
        iconsetpath: Cow<'a, str> = "iconsetpath",
    }

    /// A colour, alpha in the highest byte. Some write `argb`, some `value`.
    Color = "color" {
        /// As markers have it.
        argb: i32 = "argb",
        /// As range lines have it.
        value: i32 = "value",
    }

    /// The colour of a line.
    StrokeColor = "strokeColor" {
        /// Alpha in the highest byte.
        value: i32 = "value",
    }

    /// The width of a line.
    StrokeWeight = "strokeWeight" {
        /// Points.
        value: f64 = "value",
    }

    /// The colour inside a shape.
    FillColor = "fillColor" {
        /// Alpha in the highest byte.
        value: i32 = "value",
    }

    /// Whether a shape is labelled.
    LabelsOn = "labels_on" {
        /// Whether it is.
        value: bool = "value",
    }

    /// The name of the device's user, as ATAK repeats it.
    Droid<'a> = "uid" {
        /// The callsign.
        droid: Cow<'a, str> = "Droid",
    }

    /// Where replies go.
    ServerDestination<'a> = "__serverdestination" {
        /// `address:port:protocol:uid`
        destinations: Cow<'a, str> = "destinations",
    }

    /// How a route is to be used.
    LinkAttr<'a> = "link_attr" {
        /// What begins the names of its checkpoints.
        prefix: Cow<'a, str> = "prefix",
        /// `Driving`, `Walking`, `Flying`, `Swimming`, `Watercraft`.
        method: Cow<'a, str> = "method",
        /// `Infil` or `Exfil`.
        direction: Cow<'a, str> = "direction",
        /// `Primary` or `Secondary`.
        routetype: Cow<'a, str> = "routetype",
        /// `Ascending Check Points` or `Descending Check Points`.
        order: Cow<'a, str> = "order",
        /// Colour, alpha in the highest byte.
        color: i32 = "color",
        /// Width of the line in points.
        stroke: f64 = "stroke",
    }

    /// The length of a range line.
    Range = "range" {
        /// Metres.
        value: f64 = "value",
    }

    /// The direction of a range line.
    Bearing = "bearing" {
        /// Degrees clockwise from true north.
        value: f64 = "value",
    }

    /// The rise of a range line.
    Inclination = "inclination" {
        /// Degrees above the horizon.
        value: f64 = "value",
    }
}

/// Elements that say all by standing there.
macro_rules! marks {
    ($( $(#[$doc:meta])* $type:ident = $name:literal; )*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
        pub struct $type;

        impl<'a> Typed<'a> for $type {
            const NAME: &'static str = $name;

            fn read(_: &Element<'a>) -> Self {
                Self
            }

            fn write(&self, old: Option<&Element<'_>>, out: &mut String) {
                put_element(out, Self::NAME, &[], old, |out| out.push_str(old.map_or("", Element::inner)));
            }
        }
    )*};
}

marks! {
    /// Clients keep the thing past its `stale`.
    Archive = "archive";

    /// A deletion is carried out though the thing is archived.
    ForceDelete = "__forcedelete";
}
