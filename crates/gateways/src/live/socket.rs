//! One WebSocket.

use std::time::Duration;

use axum::extract::ws::{CloseFrame, Message, WebSocket, close_code};

use super::allowed::Allowed;
use super::{Next, Stream};
use crate::api::health;
use crate::api::wire::live::LiveMessage;
use crate::problem::Problem;

/// How often the health of the node is told, in milliseconds.
const HEALTH_EVERY_MS: u64 = 15_000;
/// A client that takes nothing for so long is let go, in milliseconds.
const SEND_WAIT_MS_MAX: u64 = 10_000;

/// The client is gone, or is told to go with this code.
struct Over(Option<String>);

fn ends(problem: Problem) -> Over {
    Over(Some(problem.code))
}

pub(super) async fn talk(mut stream: Stream, mut socket: WebSocket) {
    let over = match conversation(&mut stream, &mut socket).await {
        Ok(()) => None,
        Err(Over(code)) => code,
    };
    if let Some(code) = over {
        let _ = send(&mut socket, &LiveMessage::End { code: code.clone() }).await;
        let frame = CloseFrame { code: close_code::POLICY, reason: code.into() };
        let close = socket.send(Message::Close(Some(frame)));
        // It goes anyhow; a client that does not listen is not waited for.
        let _ = tokio::time::timeout(Duration::from_millis(SEND_WAIT_MS_MAX), close).await;
    }
}

async fn conversation(stream: &mut Stream, socket: &mut WebSocket) -> Result<(), Over> {
    let mut told = stream.house.ring.watch();
    let mut beat = tokio::time::interval(Duration::from_millis(HEALTH_EVERY_MS));
    beat.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    // INVARIANT: found before the greeting, so that whoever asks for their session after it misses no change.
    let mut allowed = Allowed::of(stream).map_err(ends)?;
    send(socket, &LiveMessage::Hello { cursor: stream.cursor.clone() }).await?;
    loop {
        told.mark_unchanged();
        hand_over(stream, socket).await?;
        if allowed.look_again(stream).map_err(ends)? {
            send(socket, &LiveMessage::May).await?;
        }
        tokio::select! {
            on = told.changed() => if on.is_err() || *told.borrow() == u64::MAX {
                return Err(Over(Some("node.stopping".into())));
            },
            said = socket.recv() => match said {
                // An `ack` asks for nothing: the client names its cursor when it comes back.
                Some(Ok(Message::Text(_) | Message::Ping(_) | Message::Pong(_))) => {}
                _ => return Err(Over(None)),
            },
            _ = beat.tick() => {
                stream.session().map_err(ends)?;
                let health = stream.house.ask(&stream.entered, health::of).await;
                if let Ok(health) = health {
                    send(socket, &LiveMessage::Health(health)).await?;
                }
            }
        }
    }
}

/// Everything that there is; a reader that falls behind while it takes is told so.
async fn hand_over(stream: &mut Stream, socket: &mut WebSocket) -> Result<(), Over> {
    loop {
        let before = stream.at;
        match stream.next().map_err(ends)? {
            Next::Missed(changes) => {
                send(socket, &LiveMessage::Missed { after: stream.cursor.clone(), changes }).await?;
            }
            Next::Changes(changes) => {
                for change in changes {
                    send(socket, &LiveMessage::Change(change)).await?;
                }
            }
        }
        if stream.at == before {
            return Ok(());
        }
    }
}

async fn send(socket: &mut WebSocket, message: &LiveMessage) -> Result<(), Over> {
    let text = serde_json::to_string(message).unwrap_or_default();
    let sent = socket.send(Message::Text(text.into()));
    match tokio::time::timeout(Duration::from_millis(SEND_WAIT_MS_MAX), sent).await {
        Ok(Ok(())) => Ok(()),
        _ => Err(Over(None)),
    }
}
