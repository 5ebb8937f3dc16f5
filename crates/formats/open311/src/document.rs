//! What all documents have in common: two formats, both ways.

use crate::fault::ReadError;
use crate::write::Format;

/// A document of the specification, or of an extension that says so.
///
/// `read(write(document)) == document` in both formats, where text is more than space and ids have none around
/// them: the specification does not tell empty from absent. Characters that XML cannot hold are written as U+FFFD,
/// so in XML this holds for text without them.
pub trait Document: Sized {
    /// The name of the root element.
    const ROOT: &'static str;

    /// The document as text. UTF-8; XML begins with its declaration ("Encoding").
    #[must_use]
    fn write(&self, format: Format) -> String;

    /// Reads a document. Total: any bytes give a document or an error.
    ///
    /// # Errors
    /// The first place that breaks a rule: no UTF-8, not well-formed, a document type, over a limit, a
    /// required member missing, a value that is not what it must be.
    fn read(bytes: &[u8], format: Format) -> Result<Self, ReadError>;
}

/// A document that is a list of items: its name, the name of an item, and how one is written and read.
macro_rules! list_document {
    ($document:ident, $item:ident, $root:literal, $name:literal) => {
        impl $crate::Document for $document {
            const ROOT: &'static str = $root;

            fn write(&self, format: $crate::Format) -> String {
                $crate::write::Writer::list_document(format, ($root, $name), &self.0, $item::members)
            }

            fn read(bytes: &[u8], format: $crate::Format) -> Result<Self, $crate::ReadError> {
                $crate::source::read_list(bytes, format, ($root, $name), $item::of).map($document)
            }
        }
    };
}

/// A document that is one object.
macro_rules! object_document {
    ($document:ident, $root:literal) => {
        impl $crate::Document for $document {
            const ROOT: &'static str = $root;

            fn write(&self, format: $crate::Format) -> String {
                $crate::write::Writer::object_document(format, $root, |writer| self.members(writer))
            }

            fn read(bytes: &[u8], format: $crate::Format) -> Result<Self, $crate::ReadError> {
                $crate::source::read_object(bytes, format, $root, Self::of)
            }
        }
    };
}

pub(crate) use {list_document, object_document};
