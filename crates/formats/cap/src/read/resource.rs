//! Files that go with a block (§3.2.3). What is carried inside is held against its size and digest.

use super::Count::{One, Optional};
use super::value::{is_absolute, is_mime_type, is_space};
use super::{Reader, Slot, start};
use crate::model::Resource;
use crate::report::quoted;
use crate::rules;
use crate::xml::Node;
use base64::alphabet;
use base64::engine::{DecodePaddingMode, Engine, GeneralPurpose, GeneralPurposeConfig};
use sha1::{Digest, Sha1};

static SLOTS: &[Slot] = &[
    Slot("resourceDesc", One),
    Slot("mimeType", One),
    Slot("size", Optional),
    Slot("uri", Optional),
    Slot("derefUri", Optional),
    Slot("digest", Optional),
];

const BASE64: GeneralPurpose = GeneralPurpose::new(
    &alphabet::STANDARD,
    GeneralPurposeConfig::new()
        .with_decode_padding_mode(DecodePaddingMode::Indifferent)
        .with_decode_allow_trailing_bits(true),
);

#[derive(Default)]
struct Draft {
    description: Option<String>,
    mime_type: Option<String>,
    size: Option<u64>,
    uri: Option<String>,
    content: Option<Vec<u8>>,
    digest: Option<String>,
}

impl Reader<'_> {
    pub(super) fn resource(&mut self, node: Node<'_>) -> Option<Resource> {
        let mut draft = Draft::default();
        self.walk(node, SLOTS, |reader, name, child| match name {
            "resourceDesc" => draft.description = reader.prose_needed(child, &rules::RESOURCE_DESC),
            "mimeType" => draft.mime_type = reader.mime_type(child),
            "size" => draft.size = reader.size(child),
            "uri" => draft.uri = reader.uri(child),
            "derefUri" => draft.content = reader.content(child),
            _ => draft.digest = reader.digest(child),
        });
        self.reachable(node, &draft);
        self.content_matches(node, &draft);
        Some(Resource {
            description: draft.description?,
            mime_type: draft.mime_type?,
            size: draft.size,
            uri: draft.uri,
            content: draft.content,
            digest: draft.digest,
        })
    }

    fn mime_type(&mut self, node: Node<'_>) -> Option<String> {
        let text = self.text(node);
        let text = text.trim_matches(is_space);
        if !is_mime_type(text) {
            let message = || format!("`mimeType` is {}; write type and subtype, `image/png`", quoted(text));
            self.findings.add(&rules::MIME_TYPE, start(node), message);
        }
        Some(text.to_string())
    }

    fn size(&mut self, node: Node<'_>) -> Option<u64> {
        let text = self.text(node);
        let text = text.trim_matches(is_space);
        let digits = text.strip_prefix('+').unwrap_or(text);
        let size = digits.bytes().all(|b| b.is_ascii_digit()).then(|| digits.parse().ok()).flatten();
        if size.is_none() {
            let message = || format!("`size` is {}; write a whole number of bytes", quoted(text));
            self.findings.add(&rules::SIZE, start(node), message);
        }
        size
    }

    fn content(&mut self, node: Node<'_>) -> Option<Vec<u8>> {
        let text = self.text(node);
        let packed: Vec<u8> = text.bytes().filter(|b| !b.is_ascii_whitespace()).collect();
        if packed.is_empty() {
            self.empty(node);
            return None;
        }
        BASE64
            .decode(&packed)
            .map_err(|_| {
                let message =
                    || "`derefUri` is not base64; put the file there, its address in `uri`".to_string();
                self.findings.add(&rules::DEREF, start(node), message);
            })
            .ok()
    }

    fn digest(&mut self, node: Node<'_>) -> Option<String> {
        let text = self.text(node);
        let text = text.trim_matches(is_space);
        if text.is_empty() {
            self.empty(node);
            return None;
        }
        if text.len() != 40 || !text.bytes().all(|b| b.is_ascii_hexdigit()) {
            let message = || format!("`digest` is {}; write SHA-1 as 40 hexadecimal digits", quoted(text));
            self.findings.add(&rules::DIGEST, start(node), message);
        }
        Some(text.to_string())
    }

    fn reachable(&mut self, node: Node<'_>, draft: &Draft) {
        // A `derefUri` that could not be read has its own finding.
        let carried = node.children().any(|child| child.tag_name().name() == "derefUri");
        match &draft.uri {
            Some(uri) if !carried && !is_absolute(uri) => {
                let message = || format!("`uri` is {}; write the whole address, `https://…`", quoted(uri));
                self.findings.add(&rules::URI, start(node), message);
            }
            None if !carried => {
                let message =
                    || "the resource has neither `uri` nor `derefUri`; it cannot be reached".to_string();
                self.findings.add(&rules::URI_NONE, start(node), message);
            }
            _ => {}
        }
    }

    fn content_matches(&mut self, node: Node<'_>, draft: &Draft) {
        let Some(content) = &draft.content else { return };
        if let Some(size) = draft.size.filter(|&size| size != content.len() as u64) {
            let message = || format!("`size` is {size} but `derefUri` holds {} bytes", content.len());
            self.findings.add(&rules::SIZE_DIFFERS, start(node), message);
        }
        if let Some(digest) = &draft.digest
            && !digest.eq_ignore_ascii_case(&hex(&Sha1::digest(content)))
        {
            let message = || "`digest` is not that of `derefUri`; the file may be damaged".to_string();
            self.findings.add(&rules::DIGEST_DIFFERS, start(node), message);
        }
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().flat_map(|b| [b >> 4, b & 15]).filter_map(|n| char::from_digit(n.into(), 16)).collect()
}
