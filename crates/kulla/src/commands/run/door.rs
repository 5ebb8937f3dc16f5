//! The door for everybody: how a connection is taken, how many of them, and what becomes of one that stalls.
//!
//! Each connection is an open file. Who opens many and says nothing must not take those that the logs and the picture
//! need, so some are kept back, and a request that does not come whole in time is not waited for.

use std::io;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::task::{Context, Poll};
use std::time::Duration;

use axum::middleware::AddExtension;
use axum_server::accept::Accept;
use axum_server::tls::TlsService;
use axum_server::tls_rustls::{RustlsAcceptor, RustlsConfig};
use kulla_gateways::PeerCertificate;
use kulla_gateways::metrics::Page;
use sha2::{Digest, Sha256};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore, watch};
use tokio_rustls::server::TlsStream;
use tower::Layer;

use super::GRACE;

/// How long a new connection may take until its first request is there.
const FIRST_WAIT: Duration = Duration::from_secs(10);
/// How long the head of a later request may take, and how long a connection is kept open without one: longer than
/// clients keep theirs, so that it is they who end it.
const HEAD_WAIT: Duration = Duration::from_secs(30);
/// Open files that are kept back for logs, picture, sources and the operator.
const FILES_KEPT: u64 = 256;
/// Connections at the least, however few files the system allows.
const CONNECTIONS_MIN: u64 = 64;
/// Connections at the most, however many it allows.
const CONNECTIONS_MAX: u64 = 16_384;

/// The places of all connections, shared by the doors.
#[derive(Clone)]
pub struct Places {
    free: Arc<Semaphore>,
    all: u64,
    sent_away: Arc<AtomicU64>,
}

impl Places {
    /// As many as the limit of open files leaves.
    pub fn new() -> Places {
        let files = rustix::process::getrlimit(rustix::process::Resource::Nofile).current;
        let all =
            files.unwrap_or(u64::MAX).saturating_sub(FILES_KEPT).clamp(CONNECTIONS_MIN, CONNECTIONS_MAX);
        let places = usize::try_from(all).unwrap_or(Semaphore::MAX_PERMITS);
        Places { free: Arc::new(Semaphore::new(places)), all, sent_away: Arc::default() }
    }

    /// For the operator.
    pub fn figures(&self, page: &mut Page) {
        let taken = self.all.saturating_sub(self.free.available_permits() as u64);
        page.gauge("kulla_connections", "Connections that are open", [(String::new(), taken)]);
        page.gauge("kulla_connections_max", "Connections that may be", [(String::new(), self.all)]);
        let sent_away = self.sent_away.load(Ordering::Relaxed);
        let help = "Connections that found no place and were closed at once";
        page.counter("kulla_connections_refused_total", help, [(String::new(), sent_away)]);
    }
}

impl<S> Accept<TcpStream, S> for Places {
    type Stream = Placed;
    type Service = S;
    type Future = std::future::Ready<io::Result<(Placed, S)>>;

    fn accept(&self, stream: TcpStream, service: S) -> Self::Future {
        let Ok(place) = Arc::clone(&self.free).try_acquire_owned() else {
            self.sent_away.fetch_add(1, Ordering::Relaxed);
            return std::future::ready(Err(io::ErrorKind::ConnectionRefused.into()));
        };
        // Changes are told in small messages, each of which is waited for.
        let set = stream.set_nodelay(true);
        std::future::ready(set.map(|()| (Placed { stream, _place: place }, service)))
    }
}

/// A connection with its place, which it gives back when it ends.
pub struct Placed {
    stream: TcpStream,
    _place: OwnedSemaphorePermit,
}

impl AsyncRead for Placed {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buf: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_read(cx, buf)
    }
}

impl AsyncWrite for Placed {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write(cx, bytes)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        parts: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write_vectored(cx, parts)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(cx)
    }
}

/// Lets each request know what certificate its connection has shown.
#[derive(Clone)]
struct Certified(RustlsAcceptor<Places>);

impl<S: Send + 'static> Accept<TcpStream, S> for Certified {
    type Stream = TlsStream<Placed>;
    type Service = AddExtension<TlsService<S>, PeerCertificate>;
    type Future = Pin<Box<dyn Future<Output = io::Result<(Self::Stream, Self::Service)>> + Send>>;

    fn accept(&self, stream: TcpStream, service: S) -> Self::Future {
        let inner = self.0.clone();
        Box::pin(async move {
            let (stream, service) = inner.accept(stream, service).await?;
            let shown = stream.get_ref().1.peer_certificates().and_then(<[_]>::first);
            let print = PeerCertificate(shown.map(|certificate| Sha256::digest(certificate).into()));
            Ok((stream, axum::Extension(print).layer(service)))
        })
    }
}

/// Serves a router until it is told to stop; open requests have some time to end.
pub async fn open(
    listener: TcpListener,
    tls: Option<RustlsConfig>,
    router: axum::Router,
    (places, stopped): (Places, watch::Receiver<bool>),
) -> io::Result<()> {
    let handle = axum_server::Handle::new();
    let stop = handle.clone();
    tokio::spawn(async move {
        super::until(stopped).await;
        stop.graceful_shutdown(Some(GRACE));
    });
    let server =
        axum_server::from_tcp(listener.into_std()?)?.handle(handle).first_request_timeout(FIRST_WAIT);
    // Who sends is needed where the public hands in: nobody may fill the queue alone.
    let service = router.into_make_service_with_connect_info::<SocketAddr>();
    match tls {
        None => {
            let mut server = server.acceptor(places);
            server.http_builder().http1().header_read_timeout(HEAD_WAIT);
            server.serve(service).await
        }
        Some(tls) => {
            let mut server = server.acceptor(Certified(RustlsAcceptor::new(tls).acceptor(places)));
            server.http_builder().http1().header_read_timeout(HEAD_WAIT);
            server.serve(service).await
        }
    }
}
