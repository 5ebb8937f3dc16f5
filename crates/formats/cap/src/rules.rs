//! Every rule by its stable id, with the clause it follows.
//!
//! The ids are a promise: people filter and count by them. A rule may be added; an id is never reused
//! for something else. The table in the README is held against this list by a test.

use crate::report::Gravity;

/// One rule that a message is held against.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rule {
    /// Stable id.
    pub id: &'static str,
    /// What breaking it does to the verdict.
    pub gravity: Gravity,
    /// Where the rule comes from; `§` is a section of CAP 1.2.
    pub clause: &'static str,
    /// What it demands.
    pub demands: &'static str,
}

macro_rules! rules {
    ($($name:ident $id:literal $gravity:ident $clause:literal $demands:literal;)*) => {
        $(pub(crate) static $name: Rule =
            Rule { id: $id, gravity: Gravity::$gravity, clause: $clause, demands: $demands };)*

        /// Every rule, grouped by what it looks at.
        pub static RULES: &[&Rule] = &[$(&$name,)*];
    };
}

rules! {
    // the bytes
    ENCODING "xml.encoding" Error "XML 1.0 §4.3.3" "the bytes are UTF-8, UTF-16 or a declared encoding that is read, without a broken sequence";
    ENCODING_DECLARED "xml.encoding.declared" Warning "XML 1.0 §4.3.3" "the declared encoding is the one that is used";
    ENCODING_LEGACY "xml.encoding.legacy" Warning "XML 1.0 §4.3.3" "the encoding is UTF-8 or UTF-16";
    DTD "xml.dtd" Error "safety" "there is no document type declaration, wherever it stands";
    LIMIT "xml.limit" Error "safety" "size, depth, number of elements and attributes stay within the limits";
    WELLFORMED "xml.wellformed" Error "XML 1.0, Namespaces" "the document is well formed";
    // the schema
    ROOT "cap.root" Error "§3.2.1" "the document is one `alert`";
    NAMESPACE "cap.namespace" Error "§3.2.1" "`alert` is in the namespace of CAP 1.2";
    NAMESPACE_OLD "cap.namespace.older" Error "§3.2.1" "`alert` is in the namespace of CAP 1.2, not 1.1 or 1.0";
    MISSING "cap.schema.missing" Error "schema" "every required element is there";
    REPEATED "cap.schema.repeated" Error "schema" "what may stand once stands once";
    ORDER "cap.schema.order" Error "schema" "elements stand in the order of the schema";
    UNKNOWN "cap.schema.unknown" Error "schema" "there is no element that CAP does not know";
    FOREIGN "cap.schema.foreign" Error "schema" "there is no element or attribute of another namespace";
    ATTRIBUTE "cap.schema.attribute" Error "schema" "elements have no attributes";
    STRAY_TEXT "cap.schema.text" Error "schema" "there is no text between elements";
    CHILDREN "cap.schema.children" Error "schema" "a value holds text only";
    EMPTY "cap.schema.empty" Warning "§3.2" "an optional element that is there says something";
    // alert
    IDENTIFIER "cap.alert.identifier.characters" Error "§3.2.1 identifier" "not empty; no spaces, commas, `<` or `&`";
    SENDER "cap.alert.sender.characters" Error "§3.2.1 sender" "not empty; no spaces, commas, `<` or `&`";
    SENT "cap.alert.sent.format" Error "§3.2.1 sent, §3.3.2" "a date, a time and an offset that exist, never `Z`";
    UTC "cap.time.utc" Warning "§3.3.2" "UTC is written `-00:00`";
    STATUS "cap.alert.status.value" Error "§3.2.1 status" "a value of the code list";
    MSG_TYPE "cap.alert.msgType.value" Error "§3.2.1 msgType" "a value of the code list";
    SCOPE "cap.alert.scope.value" Error "§3.2.1 scope" "a value of the code list";
    ADDRESSES_NEEDED "cap.alert.addresses.needed" Error "§3.2.1 addresses" "a `Private` message names its addresses";
    RESTRICTION_NEEDED "cap.alert.restriction.needed" Error "§3.2.1 restriction" "a `Restricted` message names its restriction";
    RESTRICTION_UNUSED "cap.alert.restriction.unused" Warning "§3.2.1 restriction" "only a `Restricted` message names a restriction";
    QUOTES "cap.alert.list.quotes" Warning "§3.2.1 addresses, incidents" "double quotes in a list come in pairs";
    REFERENCES "cap.alert.references.format" Error "§3.2.1 references" "triples `sender,identifier,sent` with white space between them";
    REFERENCES_NEEDED "cap.alert.references.needed" Error "§3.2.1 msgType" "`Update`, `Cancel`, `Ack` and `Error` name the messages they are about";
    REFERENCES_SELF "cap.alert.references.self" Error "§3.2.1 references" "a message does not refer to itself";
    REFERENCES_REUSED "cap.alert.references.reused" Warning "§3.2.1 identifier" "an earlier message of the sender has another identifier";
    REFERENCES_LATER "cap.alert.references.later" Warning "§3.2.1 references" "what is referred to was sent earlier";
    REFERENCES_TWICE "cap.alert.references.twice" Note "§3.2.1 references" "a message is referred to once";
    NOTE_EXERCISE "cap.alert.note.exercise" Note "§3.2.1 status" "an `Exercise` names itself in `note`";
    NOTE_ERROR "cap.alert.note.error" Note "§3.2.1 msgType" "an `Error` says in `note` what was wrong";
    INFO_NONE "cap.alert.info.none" Warning "§3.2.1" "an `Alert` or `Update` says something in an `info`";
    // info
    LANGUAGE "cap.info.language.format" Error "§3.2.2 language, RFC 3066" "a language tag such as `sq` or `sr-Latn`";
    LANGUAGE_SAME "cap.info.language.same" Note "§3.2.1 info" "a later block in the same language only adds to the earlier one";
    CATEGORY "cap.info.category.value" Error "§3.2.2 category" "a value of the code list";
    EVENT "cap.info.event.empty" Error "§3.2.2 event" "the event is named";
    RESPONSE_TYPE "cap.info.responseType.value" Error "§3.2.2 responseType" "a value of the code list";
    URGENCY "cap.info.urgency.value" Error "§3.2.2 urgency" "a value of the code list";
    SEVERITY "cap.info.severity.value" Error "§3.2.2 severity" "a value of the code list";
    CERTAINTY "cap.info.certainty.value" Error "§3.2.2 certainty" "a value of the code list";
    CODE_TWICE "cap.info.code.twice" Note "§3.2.2" "a category or response type is named once";
    EFFECTIVE "cap.info.effective.format" Error "§3.2.2 effective, §3.3.2" "a date, a time and an offset that exist, never `Z`";
    ONSET "cap.info.onset.format" Error "§3.2.2 onset, §3.3.2" "a date, a time and an offset that exist, never `Z`";
    EXPIRES "cap.info.expires.format" Error "§3.2.2 expires, §3.3.2" "a date, a time and an offset that exist, never `Z`";
    EXPIRES_BEFORE "cap.info.expires.before" Error "§3.2.2 expires" "a block expires after it takes effect";
    EXPIRES_ONSET "cap.info.expires.onset" Warning "§3.2.2 expires, onset" "a block is still in force when the event begins";
    EXPIRES_AT_ONCE "cap.info.expires.at-once" Warning "§3.2.2 expires" "a block is in force for some time";
    EXPIRES_SENT "cap.info.expires.sent" Warning "§3.2.2 expires" "a block has not expired before the message was sent";
    EXPIRES_NONE "cap.info.expires.none" Note "§3.2.2 expires" "a block says when it expires";
    HEADLINE_LONG "cap.info.headline.long" Note "§3.2.2 headline" "a headline of at most 160 characters";
    WEB "cap.info.web.absolute" Error "§3.2.2 web" "a full absolute URI";
    URI_SCRIPT "cap.uri.script" Error "safety" "a URI that runs a program is never a link";
    URI_SCHEME "cap.uri.scheme" Warning "safety" "a link is `https` or `http`";
    URI_CHARACTERS "cap.uri.characters" Warning "RFC 3986" "only characters that a URI may have";
    URI_FORM "cap.uri.form" Error "schema, RFC 3986 §2" "`%` with two hexadecimal digits, one `#`, brackets only around a host";
    URI_USER "cap.uri.user" Warning "RFC 3986 §7.6" "a link names no user before its host, which would look like the host";
    NAME_EMPTY "cap.value.name" Warning "§3.2.2, §3.2.4" "a `value` and its `valueName` are not empty";
    MARKUP "cap.text.markup" Warning "safety" "text for people holds no markup; never render it unescaped";
    INVISIBLE "cap.text.invisible" Warning "safety" "text for people holds no character that hides or reorders it";
    // resource
    RESOURCE_DESC "cap.resource.resourceDesc.empty" Warning "§3.2.3 resourceDesc" "the resource is described";
    MIME_TYPE "cap.resource.mimeType.format" Error "§3.2.3 mimeType, RFC 2046" "type and subtype such as `image/png`";
    SIZE "cap.resource.size.format" Error "§3.2.3 size, schema" "a whole number of bytes, 0 or more";
    SIZE_DIFFERS "cap.resource.size.differs" Warning "§3.2.3 size" "the size is that of `derefUri`";
    URI "cap.resource.uri.format" Error "§3.2.3 uri" "an absolute URI, or a relative one that names `derefUri`";
    URI_NONE "cap.resource.uri.none" Warning "§3.2.3 uri, derefUri" "the resource can be reached: `uri` or `derefUri` is there";
    DEREF "cap.resource.derefUri.base64" Error "§3.2.3 derefUri" "the content in base64";
    DIGEST "cap.resource.digest.format" Error "§3.2.3 digest" "a SHA-1 digest: 40 hexadecimal digits";
    DIGEST_DIFFERS "cap.resource.digest.differs" Warning "§3.2.3 digest" "the digest is that of `derefUri`";
    // area
    AREA_DESC "cap.area.areaDesc.empty" Warning "§3.2.4 areaDesc" "the area is described";
    POLYGON "cap.area.polygon.format" Error "§3.2.4 polygon" "pairs `lat,lon` with white space between them";
    POLYGON_FEW "cap.area.polygon.few" Error "§3.2.4 polygon" "at least four points";
    POLYGON_OPEN "cap.area.polygon.open" Error "§3.2.4 polygon" "the last point is the first";
    POLYGON_FLAT "cap.area.polygon.flat" Warning "§3.2.4 polygon" "the polygon encloses some ground";
    CIRCLE "cap.area.circle.format" Error "§3.2.4 circle" "`lat,lon radius`, the radius a number of kilometres";
    CIRCLE_RADIUS "cap.area.circle.radius" Error "§3.2.4 circle" "a radius of 0 or more, at most half the way around the Earth";
    WGS84 "cap.area.coordinates.range" Error "§3.2.4, §3.3.1" "latitude −90 to 90, longitude −180 to 180";
    ALTITUDE "cap.area.altitude.format" Error "§3.2.4 altitude, schema" "a decimal number of feet";
    CEILING "cap.area.ceiling.format" Error "§3.2.4 ceiling, schema" "a decimal number of feet";
    CEILING_ALONE "cap.area.ceiling.alone" Error "§3.2.4 ceiling" "only together with `altitude`";
    CEILING_BELOW "cap.area.ceiling.below" Error "§3.2.4 ceiling" "not below `altitude`";
    // signature
    SIGNATURE_REFERENCE "cap.signature.reference" Error "§3.3.4.1" "an enveloped signature: it covers the whole alert, `URI=\"\"`";
    SIGNATURE_TRANSFORM "cap.signature.transform" Error "§3.3.4.1, safety" "only the enveloped-signature transform and canonicalisation";
    SIGNATURE_WRAPPING "cap.signature.wrapping" Error "safety" "no second alert hides inside the signature";
    SIGNATURE_PLACE "cap.signature.place" Error "§3.3.4.1, schema" "the signature is a child of `alert`, after all else";
    SIGNATURE_FORM "cap.signature.form" Warning "XML Signature" "it has `SignedInfo` and `SignatureValue`";
    // feeds and envelopes
    FEED_LONG "feed.long" Warning "limits" "a feed has no more entries than are read";
    FEED_LINK "feed.entry.link" Warning "RFC 4287 §4.1.2, RSS 2.0" "an entry carries an alert or a link to one, `http` or `https`";
    FEED_TIME "feed.time" Warning "RFC 3339, RFC 2822" "times are spelt as the format of the feed spells them";
    EDXL_HEAD "edxl.head" Warning "EDXL-DE" "an envelope says who sends what, when, and whether it is real";
    EDXL_STATUS "edxl.status" Warning "EDXL-DE distributionStatus" "an envelope has the status of the alerts in it";
    // the report itself
    MORE "report.more" Note "limits" "a message with very many faults is reported in part";
}
