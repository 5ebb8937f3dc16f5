//! Any bytes are a document or an error, in both formats; what was read and written reads the same again.
#![no_main]

use std::fmt::Debug;

use kulla_open311::{
    Discovery, Document, Errors, Format, Receipts, ServiceDefinition, ServiceRequests, Services,
    TokenAnswers, UpdateReceipts, Updates,
};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    again::<Discovery>(bytes);
    again::<Errors>(bytes);
    again::<Receipts>(bytes);
    again::<ServiceDefinition>(bytes);
    again::<ServiceRequests>(bytes);
    again::<Services>(bytes);
    again::<TokenAnswers>(bytes);
    again::<UpdateReceipts>(bytes);
    again::<Updates>(bytes);
});

fn again<T: Document + PartialEq + Debug>(bytes: &[u8]) {
    for format in [Format::Xml, Format::Json] {
        let Ok(document) = T::read(bytes, format) else { continue };
        let json = document.write(Format::Json);
        assert_eq!(
            T::read(json.as_bytes(), Format::Json).expect("what we wrote reads"),
            document,
            "{json}"
        );
        // XML cannot hold every character that JSON can; then it holds another one, and keeps that.
        let xml = document.write(Format::Xml);
        let read = T::read(xml.as_bytes(), Format::Xml).expect("what we wrote reads");
        assert_eq!(read.write(Format::Xml), xml);
    }
}
