//! The other end for the programs in `peers/`: reads events from standard input and writes them to standard
//! output, each by the way of this crate.
//!
//! `peer FROM TO` where each is `xml` (a stream of events), `stream` (protobuf stream) or `mesh` (datagrams, each
//! after its length as four bytes, highest first). What is refused is told on standard error, and ends with
//! status 1.
#![expect(clippy::print_stderr, reason = "a tool speaks to a terminal")]

use std::io::{Read, Write};
use std::process::ExitCode;

use kulla_cot::framing::mesh::{self, Datagram};
use kulla_cot::framing::{Cut, ProtoStream, XmlStream, put_stream_message};
use kulla_cot::{Event, proto, read};

type Fault = Box<dyn std::error::Error>;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [from, to] = &arguments[..] else {
        eprintln!("usage: peer xml|stream|mesh xml|stream|mesh");
        return ExitCode::from(2);
    };
    match run(from, to) {
        Ok(()) => ExitCode::SUCCESS,
        Err(why) => {
            eprintln!("{why}");
            ExitCode::FAILURE
        }
    }
}

fn run(from: &str, to: &str) -> Result<(), Fault> {
    let mut input = Vec::new();
    std::io::stdin().read_to_end(&mut input)?;
    let mut output = Vec::new();
    for frame in frames(from, &input)? {
        pass(from, to, &frame, &mut output)?;
    }
    std::io::stdout().write_all(&output)?;
    Ok(())
}

/// The frames of the input, given to the stream readers in small pieces as a network would.
fn frames(from: &str, input: &[u8]) -> Result<Vec<Vec<u8>>, Fault> {
    let mut frames = Vec::new();
    match from {
        "xml" => {
            let mut stream = XmlStream::new();
            for piece in input.chunks(61) {
                stream.push(piece);
                while let Some(cut) = stream.cut() {
                    frames.push(frame(cut)?);
                }
            }
        }
        "stream" => {
            let mut stream = ProtoStream::new();
            for piece in input.chunks(61) {
                stream.push(piece);
                while let Some(cut) = stream.cut() {
                    frames.push(frame(cut)?);
                }
            }
        }
        "mesh" => {
            let mut rest = input;
            while let Some((length, after)) = rest.split_first_chunk::<4>() {
                let length = u32::from_be_bytes(*length) as usize;
                let (datagram, after) = after.split_at_checked(length).ok_or("a datagram is cut short")?;
                match mesh::open(datagram) {
                    Datagram::Payload { version: 1, payload } => frames.push(payload.to_vec()),
                    other => return Err(format!("no datagram of version 1: {other:?}").into()),
                }
                rest = after;
            }
        }
        other => return Err(format!("`{other}` is none of xml, stream, mesh").into()),
    }
    Ok(frames)
}

fn frame(cut: Cut<'_>) -> Result<Vec<u8>, Fault> {
    match cut {
        Cut::Frame(bytes) => Ok(bytes.to_vec()),
        Cut::Skipped { bytes, why } => Err(format!("{bytes} bytes passed over: {why:?}").into()),
    }
}

fn pass(from: &str, to: &str, frame: &[u8], output: &mut Vec<u8>) -> Result<(), Fault> {
    if from == "xml" {
        return put(to, &read(frame)?.event, output);
    }
    let message = proto::decode(frame)?;
    match proto::from_message(&message)? {
        Some(event) => put(to, &event, output),
        None => Ok(()),
    }
}

fn put(to: &str, event: &Event<'_>, output: &mut Vec<u8>) -> Result<(), Fault> {
    if to == "xml" {
        output.extend_from_slice(event.to_xml()?.as_bytes());
        return Ok(());
    }
    let payload = proto::encode(&proto::to_message(event)?)?;
    if to == "stream" {
        put_stream_message(output, &payload)?;
        return Ok(());
    }
    let datagram = mesh::seal(&payload)?;
    output.extend_from_slice(&u32::try_from(datagram.len())?.to_be_bytes());
    output.extend_from_slice(&datagram);
    Ok(())
}
